package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * Keeps the newest replica lag that was measured while the source answered: what the gate judges by
 * when the source is gone. A lag of -1 says that replication is broken, and is no measurement.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_MySQL.Replication.ReadReplicas.html">
 *     Monitoring MySQL read replicas</a>
 */
record LagSample(Aws aws, Environment environment, Table table) {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int PERIOD_SECONDS = 60;

  void store() {
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
              .set("lagSeconds", result.values().get(i))
              .run();
          return;
        }
      }
    }
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
                                    .metricName("ReplicaLag")
                                    .dimensions(
                                        dimension ->
                                            dimension
                                                .name("DBInstanceIdentifier")
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
