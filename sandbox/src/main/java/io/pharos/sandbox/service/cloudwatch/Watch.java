package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service.ClientFactory;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** The parts of CloudWatch in one world, put together. */
public final class Watch {
  private final World world;
  private final Metrics metrics = new Metrics();
  private final Alarms alarms;

  public Watch(World world, Announcements announcements) {
    this.world = world;
    this.alarms = new Alarms(world, metrics, announcements);
  }

  public Map<String, Behavior> behaviors() {
    return Map.of(
        Alarms.METRIC,
        new MetricAlarmBehavior(world, alarms),
        Alarms.COMPOSITE,
        new CompositeAlarmBehavior(world, alarms),
        "aws:cloudwatch/dashboard:Dashboard",
        new DashboardBehavior(world),
        "aws:cloudwatch/logGroup:LogGroup",
        new LogGroupBehavior(world));
  }

  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        CloudWatchClient.class,
        (region, caller) -> new CloudWatchApi(world, metrics, alarms, region, caller));
  }

  /** Publishes one datapoint; a dead Region takes none. */
  public void put(
      String region,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      Instant at,
      double value) {
    if (!world.faults().dead(region)) {
      metrics.put(new MetricName(region, namespace, metric, dimensions), at, Statistics.of(value));
    }
  }

  public Optional<String> state(String region, String alarmName) {
    return alarms.find(region, alarmName).map(alarm -> alarms.standing(alarm).state().name());
  }

  public Optional<AlarmDefinition> definition(String region, String alarmName) {
    return world.account().find(Alarms.METRIC, region, alarmName).map(AlarmDefinition::of);
  }

  public Optional<Boolean> breaches(AlarmDefinition definition, Instant end) {
    return definition.allBreach(metrics, end);
  }

  public List<String> failedActions() {
    return alarms.failedActions();
  }
}
