package io.pharos.sandbox.service.synthetics;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.Internet;
import io.pharos.sandbox.service.S3;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.states.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What canaries do by themselves: each calls its targets by its schedule, from its Region, with its
 * role's permissions, and says how it went. A canary's script is taken to call what its variable
 * {@code TARGETS} lists, and to fail unless each answers 200.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html">CloudWatch
 *     metrics published by canaries</a>
 */
public final class Runs {
  private static final String NAMESPACE = "CloudWatchSynthetics";
  private static final String LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final World world;
  private final Map<String, Long> generations = new HashMap<>();

  public Runs(World world) {
    this.world = world;
  }

  /** Begins its schedule anew, where it is to run. */
  void start(Resource canary) {
    stop(canary);
    long generation = generations.get(canary.string("arn"));
    if (!canary.string("status").equals("RUNNING")) {
      return;
    }
    world
        .clock()
        .every(
            Canaries.period(canary),
            "canary " + canary.string("arn"),
            () -> {
              boolean current = generations.get(canary.string("arn")) == generation;
              if (current) {
                run(canary);
              }
              return current;
            });
  }

  void stop(Resource canary) {
    generations.merge(canary.string("arn"), 1L, Long::sum);
  }

  private void run(Resource canary) {
    if (world.faults().dead(canary.region())) {
      return;
    }
    Instant now = world.clock().instant();
    List<String> failures = new ArrayList<>();
    targets(canary).forEach(target -> failed(canary, target).ifPresent(failures::add));
    logs(canary);
    world
        .service(S3.class)
        .put(
            canary.string("executionRoleArn"),
            Canaries.bucket(canary),
            folder(canary) + now + "/SyntheticsReport.json")
        .ifPresent(failures::add);
    publish(canary, now, failures.isEmpty());
  }

  private static String folder(Resource canary) {
    String location = canary.string("artifactS3Location").replaceFirst("^s3://", "");
    int slash = location.indexOf('/');
    return slash < 0 ? "" : location.substring(slash + 1).replaceFirst("([^/])$", "$1/");
  }

  @SuppressWarnings("unchecked")
  private static List<String> targets(Resource canary) {
    Map<String, Object> variables =
        (Map<String, Object>)
            canary.map("runConfig").getOrDefault("environmentVariables", Map.of());
    return (List<String>) Json.parse(String.valueOf(variables.getOrDefault("TARGETS", "[]")));
  }

  private Optional<String> failed(Resource canary, String target) {
    try {
      int status = world.service(Internet.class).get(canary.region(), target, TIMEOUT).status();
      return status == 200 ? Optional.empty() : Optional.of(target + " answers " + status);
    } catch (WebUnreachable e) {
      return Optional.of(target + ": " + e.getMessage());
    }
  }

  private void publish(Resource canary, Instant now, boolean good) {
    boolean mayNot =
        world
            .service(Iam.class)
            .denial(
                canary.string("executionRoleArn"),
                "cloudwatch:PutMetricData",
                "*",
                ConditionContext.of(Map.of("cloudwatch:namespace", NAMESPACE)))
            .isPresent();
    if (mayNot) {
      return;
    }
    Map<String, String> dimensions = Map.of("CanaryName", canary.string("name"));
    CloudWatch metrics = world.service(CloudWatch.class);
    metrics.put(canary.region(), NAMESPACE, "SuccessPercent", dimensions, now, good ? 100 : 0);
    metrics.put(canary.region(), NAMESPACE, "Failed", dimensions, now, good ? 0 : 1);
  }

  /** Lambda makes the group of a function's logs, in its role's name, where there is none. */
  private void logs(Resource canary) {
    String name = "/aws/lambda/" + Canaries.function(canary);
    Account account = world.account();
    String arn = "arn:aws:logs:" + canary.region() + ":" + account.id() + ":log-group:" + name;
    if (account.find(LOG_GROUP, canary.region(), name).isPresent()
        || world
            .service(Iam.class)
            .denial(
                canary.string("executionRoleArn"),
                "logs:CreateLogGroup",
                arn,
                ConditionContext.of(Map.of()))
            .isPresent()) {
      return;
    }
    Resource group = new Resource(LOG_GROUP, canary.region(), name, Map.of("name", name));
    group.id(name);
    group.set("arn", arn).set("retentionInDays", 0);
    account.add(group);
  }
}
