package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.cloudwatch.AlarmDefinition;
import io.pharos.sandbox.service.cloudwatch.Announcements;
import io.pharos.sandbox.service.cloudwatch.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;

/** Amazon CloudWatch: metric streams, and alarms that are evaluated on the clock. */
public final class CloudWatch implements Service {
  private final Watch watch;

  public CloudWatch(World world) {
    this(world, new AlarmTargets(world));
    new TargetMetrics(world, this).start();
    new TaskMetrics(world, this).start();
  }

  CloudWatch(World world, Announcements announcements) {
    this.watch = new Watch(world, announcements);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return watch.behaviors();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return watch.clients();
  }

  /** Publishes one datapoint in a Region. */
  public void put(
      String region,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      Instant at,
      double value) {
    watch.put(region, namespace, metric, dimensions, at, value);
  }

  /** OK, ALARM or INSUFFICIENT_DATA, or empty when there is no such alarm. */
  public Optional<String> state(String region, String alarmName) {
    return watch.state(region, alarmName);
  }

  /** What a metric alarm looks at, as it is now. */
  public Optional<AlarmDefinition> definition(String region, String alarmName) {
    return watch.definition(region, alarmName);
  }

  /**
   * Whether the metric breaches in every one of the definition's last periods, whatever state the
   * alarm is in; empty when one of them has no data.
   */
  public Optional<Boolean> breaches(AlarmDefinition definition, Instant end) {
    return watch.breaches(definition, end);
  }

  /** Alarm actions that did not work and why, oldest first. */
  public List<String> failedActions() {
    return watch.failedActions();
  }
}
