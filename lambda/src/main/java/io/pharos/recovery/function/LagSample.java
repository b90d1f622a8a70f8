package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keeps the newest replica lag that was measured while the source answered: what the gate judges by
 * when the source is gone. MySQL's lag of -1 says that replication is broken, and is no
 * measurement. PostgreSQL's metric is the age of the last transaction, and never settles while
 * nobody writes: there the marker's row is the measurement. Aurora has a metric for this very
 * question, in milliseconds.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_MySQL.Replication.ReadReplicas.html">
 *     Monitoring MySQL read replicas</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html">
 *     Working with read replicas for PostgreSQL</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html">
 *     AuroraGlobalDBRPOLag</a>
 */
record LagSample(Aws aws, Environment environment, Table table) {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int PERIOD_SECONDS = 60;
  private static final double MILLISECONDS = 1000;

  /** A lag, and when it was measured. */
  record Measured(Instant at, double lagSeconds) {}

  /** What the gate judges by: empty when nothing was ever measured. */
  static Optional<Measured> newest(Environment environment, Table table) {
    boolean byMarker = byMarker(environment);
    Map<String, AttributeValue> item = table.get(byMarker ? Table.MARKER : Table.SAMPLE);
    return Table.instant(item, byMarker ? "read" : "time")
        .map(at -> new Measured(at, Table.number(item, "lagSeconds").orElseThrow()));
  }

  private static boolean byMarker(Environment environment) {
    return environment.get(Variable.PHAROS_DATABASE_ENGINE).equals("postgres");
  }

  void store() {
    if (byMarker(environment)) {
      return;
    }
    Instant now = aws.clock().instant();
    List<MetricDataResult> results =
        aws.client(CloudWatchClient.class, environment.region())
            .getMetricData(request(now))
            .metricDataResults();
    for (MetricDataResult result : results) {
      for (int i = 0; i < result.values().size(); i++) {
        if (result.values().get(i) >= 0) {
          table
              .update(Table.SAMPLE)
              .set("time", result.timestamps().get(i))
              .set("lagSeconds", seconds(result.values().get(i)))
              .run();
          return;
        }
      }
    }
  }

  private double seconds(double value) {
    return environment.aurora() ? value / MILLISECONDS : value;
  }

  private GetMetricDataRequest request(Instant now) {
    String identifier =
        new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER);
    MetricDataQuery lag =
        MetricDataQuery.builder()
            .id("lag")
            .metricStat(
                stat ->
                    stat.metric(
                            metric ->
                                metric
                                    .namespace("AWS/RDS")
                                    .metricName(
                                        environment.aurora()
                                            ? "AuroraGlobalDBRPOLag"
                                            : "ReplicaLag")
                                    .dimensions(
                                        dimension ->
                                            dimension
                                                .name(
                                                    environment.aurora()
                                                        ? "DBClusterIdentifier"
                                                        : "DBInstanceIdentifier")
                                                .value(identifier)))
                        .period(PERIOD_SECONDS)
                        .stat("Maximum"))
            .returnData(true)
            .build();
    return GetMetricDataRequest.builder()
        .startTime(now.minus(WINDOW))
        .endTime(now)
        .scanBy(ScanBy.TIMESTAMP_DESCENDING)
        .metricDataQueries(lag)
        .build();
  }
}
