package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Upkeep;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What the alarms say that notice a lost Region, here, and those that notice what falls behind,
 * where the application runs. One that is there but says little is a warning: a person can start a
 * failover without it.
 */
record ReadinessAlarms(Aws aws, Environment environment, PeerLook atPeer) {
  /** A new alarm knows nothing for a few periods; after that it watches what is not there. */
  private static final Duration NEW = Duration.ofMinutes(15);

  /** An alarm as far as it matters here. */
  private record Seen(String name, StateValue state, Instant since, boolean acts) {}

  ReadinessCheck detection() {
    Names names = environment.names();
    // Without a replica there is no replication that could break.
    List<String> wanted =
        environment.restores()
            ? List.of(
                names.peerLostAlarm(), names.peerUnreachableAlarm(), names.backupBehindAlarm())
            : List.of(
                names.peerLostAlarm(),
                names.peerUnreachableAlarm(),
                names.replicationBrokenAlarm());
    DescribeAlarmsResponse answer = describe(environment.region(), wanted);
    Map<String, Seen> seen = seen(answer).collect(Collectors.toMap(Seen::name, alarm -> alarm));
    List<String> missing = wanted.stream().filter(name -> !seen.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      return ReadinessCheck.fails(
          "detection", "no alarm " + String.join(", ", missing) + ": pharos up");
    }
    List<String> odd = new ArrayList<>();
    Instant now = aws.clock().instant();
    for (Seen alarm : seen.values()) {
      if (alarm.state() == StateValue.INSUFFICIENT_DATA && alarm.since().plus(NEW).isBefore(now)) {
        odd.add(alarm.name() + " has had no data since " + alarm.since());
      }
      if (!alarm.acts()) {
        odd.add("the actions of " + alarm.name() + " are off");
      }
    }
    answer.metricAlarms().stream()
        .filter(alarm -> alarm.alarmName().equals(names.replicationBrokenAlarm()))
        .forEach(alarm -> odd.addAll(watchesAnother(alarm)));
    return odd.isEmpty()
        ? ReadinessCheck.ok("detection", "the alarms see what they watch")
        : ReadinessCheck.warns("detection", String.join("; ", odd));
  }

  /** After a reseed the alarm watches the former database until the program has caught up. */
  private List<String> watchesAnother(MetricAlarm alarm) {
    String current = new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER);
    return alarm.dimensions().stream()
        .filter(dimension -> dimension.name().equals("DBInstanceIdentifier"))
        .map(Dimension::value)
        .filter(watched -> !watched.equals(current))
        .map(
            watched ->
                alarm.alarmName()
                    + " watches "
                    + watched
                    + " instead of "
                    + current
                    + ": pharos reconcile")
        .toList();
  }

  /** The alarms of the Region that serves: there the snapshots and images are made. */
  ReadinessCheck upkeep() {
    String peer = environment.get(Variable.PHAROS_PEER_REGION);
    List<String> wanted =
        Arrays.stream(Upkeep.values()).map(environment.names()::behindAlarm).toList();
    return atPeer
        .ask(() -> describe(peer, wanted))
        .map(answer -> behind(peer, answer))
        .orElseGet(() -> ReadinessCheck.warns("upkeep", peer + " does not answer"));
  }

  private static ReadinessCheck behind(String peer, DescribeAlarmsResponse answer) {
    List<String> behind =
        seen(answer)
            .filter(alarm -> alarm.state() == StateValue.ALARM)
            .map(alarm -> alarm.name() + " since " + alarm.since())
            .toList();
    return behind.isEmpty()
        ? ReadinessCheck.ok("upkeep", "nothing is behind in " + peer)
        : ReadinessCheck.warns("upkeep", "in " + peer + ": " + String.join("; ", behind));
  }

  private DescribeAlarmsResponse describe(String region, List<String> names) {
    return aws.client(CloudWatchClient.class, region)
        .describeAlarms(
            describe ->
                describe
                    .alarmNames(names)
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
  }

  private static Stream<Seen> seen(DescribeAlarmsResponse answer) {
    return Stream.concat(
        answer.metricAlarms().stream()
            .map(
                alarm ->
                    new Seen(
                        alarm.alarmName(),
                        alarm.stateValue(),
                        alarm.stateUpdatedTimestamp(),
                        !Boolean.FALSE.equals(alarm.actionsEnabled()))),
        answer.compositeAlarms().stream()
            .map(
                alarm ->
                    new Seen(
                        alarm.alarmName(),
                        alarm.stateValue(),
                        alarm.stateUpdatedTimestamp(),
                        !Boolean.FALSE.equals(alarm.actionsEnabled()))));
  }
}
