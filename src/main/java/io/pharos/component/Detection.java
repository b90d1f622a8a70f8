package io.pharos.component;

import com.pulumi.aws.cloudwatch.CompositeAlarm;
import com.pulumi.aws.cloudwatch.CompositeAlarmArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Metric;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notices that the active Region is lost, by two independent signals of this Region: the beacon
 * cannot reach the peer, and the replica has lost its source. Where there is no replica the beacon
 * is the only one, and a person decides. Neither needs anything of the Region that is lost, whose
 * own alarms do not fire.
 */
final class Detection extends PharosComponent {
  /** The marker's row, which comes every minute, has not come. */
  private static final double SILENT_SECONDS = 90;

  private final CompositeAlarm lost;

  Detection(
      String name,
      Site site,
      Output<String> databaseIdentifier,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("Detection", name, options);
    CustomResourceOptions child = child();
    MetricAlarm unreachable =
        new MetricAlarm(
            name + "-peer-unreachable",
            alarm(
                    site.names().peerUnreachableAlarm(),
                    "The beacon's probe of the peer Region fails")
                .namespace(Metric.NAMESPACE)
                .metricName(Metric.PEER_UNREACHABLE.metricName())
                .dimensions(MetricDimensions.of(site))
                .statistic("Maximum")
                .threshold((double) Cadence.UNREACHABLE.toSeconds())
                .comparisonOperator("GreaterThanThreshold")
                .period(Cadence.seconds(Cadence.PROBE_ALARM))
                .treatMissingData("ignore")
                .build(),
            child);
    Optional<MetricAlarm> broken =
        site.restores()
            ? Optional.empty()
            : Optional.of(replication(name, site, databaseIdentifier, child));
    if (site.restores()) {
      backups(name, site, alertTopicArn, child);
    }
    this.lost =
        new CompositeAlarm(
            name + "-peer-lost",
            CompositeAlarmArgs.builder()
                .alarmName(site.names().peerLostAlarm())
                .alarmDescription(
                    "The peer Region is lost. Next: 'pharos status'; with trigger 'manual', decide on 'pharos failover'")
                .alarmRule(
                    Output.all(
                            Stream.concat(Stream.of(unreachable), broken.stream())
                                .map(MetricAlarm::name)
                                .toList())
                        .applyValue(
                            names ->
                                names.stream()
                                    .map(alarm -> "ALARM(\"" + alarm + "\")")
                                    .collect(Collectors.joining(" AND "))))
                .alarmActions(alertTopicArn.applyValue(java.util.List::of))
                .build(),
            child);
    registerOutputs(Map.of("alarmArn", lost.arn()));
  }

  private static MetricAlarm replication(
      String name, Site site, Output<String> databaseIdentifier, CustomResourceOptions child) {
    return new MetricAlarm(
        name + "-replication-broken", broken(site, databaseIdentifier).build(), child);
  }

  /** Tells people that a restore would lose more than is allowed; it starts nothing. */
  private static void backups(
      String name, Site site, Output<String> alertTopicArn, CustomResourceOptions child) {
    new MetricAlarm(
        name + "-backup-behind",
        HourlyAlarm.of(Metric.BACKUP_AGE_SECONDS, alertTopicArn)
            .name(site.names().backupBehindAlarm())
            .alarmDescription(
                "What can be restored here is older than failover.maxReplicaLagSeconds. Next: pharos"
                    + " ready")
            .dimensions(MetricDimensions.of(site))
            .threshold((double) site.settings().failover().maxReplicaLagSeconds())
            .comparisonOperator("GreaterThanThreshold")
            .build(),
        child);
  }

  /** ARN of the alarm that is on when both signals are. */
  Output<String> alarmArn() {
    return lost.arn();
  }

  /**
   * How each engine says that its source is gone. MySQL's ReplicaLag is -1 while replication is
   * broken, and RDS says so once a minute. PostgreSQL's only grows; the marker's row, which comes
   * every minute while the source answers, says the same sooner. So it does with Aurora, of whose
   * own lag no page says whether it grows or falls silent without the source.
   */
  private static MetricAlarmArgs.Builder broken(Site site, Output<String> databaseIdentifier) {
    MetricAlarmArgs.Builder alarm =
        alarm(site.names().replicationBrokenAlarm(), "The replica has lost its source");
    return switch (site.settings().database().engine()) {
      case MYSQL ->
          alarm
              .namespace("AWS/RDS")
              .metricName("ReplicaLag")
              .dimensions(
                  databaseIdentifier.applyValue(
                      identifier -> Map.of("DBInstanceIdentifier", identifier)))
              .statistic("Maximum")
              .threshold(0.0)
              .comparisonOperator("LessThanThreshold")
              .period(Cadence.seconds(Cadence.REPLICATION_ALARM))
              .treatMissingData("notBreaching");
      case POSTGRES, AURORA_MYSQL, AURORA_POSTGRESQL ->
          alarm
              .namespace(Metric.NAMESPACE)
              .metricName(Metric.MARKER_LAG_SECONDS.metricName())
              .dimensions(MetricDimensions.of(site))
              .statistic("Maximum")
              .threshold(SILENT_SECONDS)
              .comparisonOperator("GreaterThanThreshold")
              .period(Cadence.seconds(Cadence.PROBE_ALARM))
              .treatMissingData("ignore");
    };
  }

  /**
   * One value decides: that of the probes says how long they have failed already. Missing data is
   * no signal, as a beacon that does not run must not start a failover; between two probes nothing
   * is known, so that the alarm stays as it is.
   */
  private static MetricAlarmArgs.Builder alarm(String name, String description) {
    return MetricAlarmArgs.builder()
        .name(name)
        .alarmDescription(description)
        .evaluationPeriods(1)
        .datapointsToAlarm(1);
  }
}
