package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * What one Region runs. Each fact is asked for on its own, so that a Region that answers only half
 * still tells that half.
 *
 * @param facts what and how, in the order in which people want to know
 */
public record RegionStatus(Position position, String region, Map<String, String> facts) {

  public static RegionStatus of(Cloud cloud, Settings settings, Position position) {
    String region = settings.regions().of(position);
    Names names = settings.names();
    Map<String, String> facts = new LinkedHashMap<>();
    ask(
        facts,
        "database",
        () ->
            database(
                cloud.client(RdsClient.class, region),
                // Which one is current the Region itself knows first; the configuration follows.
                cloud
                    .client(SsmClient.class, region)
                    .getParameter(
                        get -> get.name(names.localParameter(LocalParameter.DATABASE_IDENTIFIER)))
                    .parameter()
                    .value()));
    ask(
        facts,
        "instances",
        () -> instances(cloud.client(AutoScalingClient.class, region), names.prefix()));
    ask(
        facts,
        "missing",
        () ->
            MissingDataReport.newest(cloud, names, region)
                .map(MissingDataReport::toString)
                .orElse("nothing known"));
    if (position == Position.SECONDARY) {
      CloudWatchClient alarms = cloud.client(CloudWatchClient.class, region);
      ask(facts, "detection", () -> alarm(alarms, names.peerLostAlarm()));
      Operations operations = new Operations(cloud, names, region);
      ask(
          facts,
          "operation",
          () ->
              operations
                  .newest(Instant.EPOCH)
                  .map(
                      last ->
                          last.id()
                              + (last.ended().isEmpty()
                                  ? " runs"
                                  : last.succeeded() ? " succeeded" : " failed"))
                  .orElse("none yet"));
    }
    return new RegionStatus(position, region, facts);
  }

  private static void ask(Map<String, String> facts, String what, Supplier<String> question) {
    String answer;
    try {
      answer = question.get();
    } catch (SdkException e) {
      answer = "no answer: " + e.getMessage();
    }
    facts.put(what, answer);
  }

  private static String database(RdsClient rds, String identifier) {
    return rds
        .describeDBInstances(query -> query.dbInstanceIdentifier(identifier))
        .dbInstances()
        .stream()
        .map(
            instance ->
                identifier
                    + " "
                    + instance.dbInstanceStatus()
                    + ", "
                    + (instance.readReplicaSourceDBInstanceIdentifier() == null
                            || instance.readReplicaSourceDBInstanceIdentifier().isEmpty()
                        ? "writer"
                        : "replica"))
        .findFirst()
        .orElse("none");
  }

  private static String instances(AutoScalingClient scaling, String prefix) {
    String groups =
        scaling.describeAutoScalingGroups(query -> {}).autoScalingGroups().stream()
            .filter(group -> group.autoScalingGroupName().startsWith(prefix + "-"))
            .map(
                group ->
                    group.instances().stream()
                            .filter(
                                instance -> instance.lifecycleStateAsString().equals("InService"))
                            .count()
                        + " in service of "
                        + group.desiredCapacity()
                        + " wanted")
            .collect(Collectors.joining("; "));
    return groups.isEmpty() ? "none" : groups;
  }

  private static String alarm(CloudWatchClient alarms, String name) {
    return alarms
        .describeAlarms(query -> query.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
        .compositeAlarms()
        .stream()
        .map(alarm -> name + " is " + alarm.stateValueAsString())
        .findFirst()
        .orElse("no alarm " + name);
  }
}
