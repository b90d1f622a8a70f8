package io.pharos.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.service.EventBridge;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.S3;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.lambda.FunctionLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/** What an all-seeing observer of a sandbox can tell about what went wrong in it. */
record SandboxObservations(World world) {
  private static final Pattern MISSING =
      Pattern.compile(
          "User: \\S+ is not authorized to perform: \\S+ on resource: \\S+"
              + "|Access to KMS is not allowed"
              + "|VARIABLE_INVALID: PHAROS_[A-Z_]+ is not set");

  /** Everything that went wrong, each said once, with how often. */
  List<String> all() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    functionErrors(counts);
    world
        .service(EventBridge.class)
        .failures()
        .forEach(text -> counts.merge(text, 1, Integer::sum));
    scaling(counts);
    tasks(counts);
    world.service(S3.class).replicationFailures().forEach(text -> counts.put(text, 1));
    world.service(Sns.class).delivered().stream()
        .filter(message -> message.subject() != null && !message.subject().startsWith("OK:"))
        .forEach(
            message ->
                counts.merge(
                    "alert in " + message.region() + ": " + message.subject(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + (entry.getValue() > 1 ? " (" + entry.getValue() + " times)" : ""))
        .toList();
  }

  /** What functions lack (permissions, as AWS says it, and variables), and the replication. */
  List<String> deploymentFaults() {
    Set<String> faults = new TreeSet<>();
    for (FunctionLog.Line line : world.service(Lambda.class).log().lines()) {
      MISSING
          .matcher(line.text())
          .results()
          .forEach(missing -> faults.add(line.function() + ": " + missing.group()));
    }
    Map<String, Integer> tasks = new TreeMap<>();
    tasks(tasks);
    faults.addAll(tasks.keySet());
    faults.addAll(world.service(S3.class).replicationFailures());
    return List.copyOf(faults);
  }

  private void functionErrors(Map<String, Integer> counts) {
    for (FunctionLog.Line line : world.service(Lambda.class).log().lines()) {
      if (line.text().startsWith("{\"errorMessage\"")) {
        counts.merge(
            "function "
                + line.function()
                + " in "
                + line.region()
                + " failed: "
                + message(line.text()),
            1,
            Integer::sum);
      }
    }
  }

  private static String message(String line) {
    try {
      JsonNode error = line.startsWith("{") ? Json.MAPPER.readTree(line) : null;
      return error == null ? line : error.path("errorMessage").asText(line);
    } catch (JsonProcessingException e) {
      return line;
    }
  }

  private void scaling(Map<String, Integer> counts) {
    for (String region : regions()) {
      try {
        Clients.of(world, AutoScalingClient.class, region, Caller.operator(world.clock()))
            .describeScalingActivities(query -> {})
            .activities()
            .stream()
            .filter(activity -> activity.statusCode() == ScalingActivityStatusCode.FAILED)
            .forEach(
                activity ->
                    counts.merge(
                        activity.autoScalingGroupName()
                            + ": "
                            + activity.description()
                            + " "
                            + activity.statusMessage(),
                        1,
                        Integer::sum));
      } catch (SdkException e) {
        // A dead Region tells nothing.
      }
    }
  }

  /** Tasks that did not start, or that their load balancer did not find healthy. */
  private void tasks(Map<String, Integer> counts) {
    for (Resource service : world.account().list("aws:ecs/service:Service")) {
      EcsClient ecs =
          world.bareClient(EcsClient.class, service.region(), Caller.operator(world.clock()));
      String cluster = service.string("cluster");
      List<String> stopped =
          ecs.listTasks(list -> list.cluster(cluster).desiredStatus(DesiredStatus.STOPPED))
              .taskArns();
      ecs.describeTasks(describe -> describe.cluster(cluster).tasks(stopped)).tasks().stream()
          .map(Task::stoppedReason)
          .filter(reason -> reason != null && !reason.startsWith("Scaling activity"))
          .forEach(
              reason ->
                  counts.merge(
                      service.string("name") + " in " + service.region() + ": " + reason,
                      1,
                      Integer::sum));
    }
  }

  private Set<String> regions() {
    return world.account().all().stream()
        .filter(resource -> resource.type().equals("aws:autoscaling/group:Group"))
        .map(resource -> resource.region())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
