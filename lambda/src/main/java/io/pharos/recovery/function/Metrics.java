package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Upkeep;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Publishes Pharos's own metrics in a Region. */
record Metrics(Aws aws, Environment environment, String region) {
  private static final int HIGH_RESOLUTION = 1;
  private static final int STANDARD = 60;

  /** Those of this Region. */
  Metrics(Aws aws, Environment environment) {
    this(aws, environment, environment.region());
  }

  void publish(Metric metric, double value) {
    publish(List.of(datum(metric, value)));
  }

  void publish(Metric metric, boolean yes) {
    publish(metric, yes ? 1 : 0);
  }

  /** Several at once: one call, at most 1000 of them. */
  void publish(List<MetricDatum> data) {
    aws.client(CloudWatchClient.class, region)
        .putMetricData(put -> put.namespace(Metric.NAMESPACE).metricData(data));
  }

  MetricDatum datum(Metric metric, double value) {
    return datum(metric, value, List.of());
  }

  /** Seconds that a step took. */
  MetricDatum step(String step, double seconds) {
    return datum(Metric.STEP_SECONDS, seconds, List.of(dimension(Metric.STEP, step)));
  }

  /** Seconds since a scheduled task has succeeded. */
  MetricDatum age(Upkeep task, double seconds) {
    return datum(Metric.UPKEEP_AGE_SECONDS, seconds, List.of(dimension(Metric.TASK, task.word())));
  }

  private MetricDatum datum(Metric metric, double value, List<Dimension> more) {
    Names names = environment.names();
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(dimension(Metric.APP, names.app()));
    dimensions.add(dimension(Metric.ENVIRONMENT, names.environment()));
    dimensions.addAll(more);
    return MetricDatum.builder()
        .metricName(metric.metricName())
        .dimensions(dimensions)
        .timestamp(aws.clock().instant())
        .value(value)
        .unit(unit(metric))
        .storageResolution(metric.highResolution() ? HIGH_RESOLUTION : STANDARD)
        .build();
  }

  private static StandardUnit unit(Metric metric) {
    return switch (metric) {
      case MARKER_LAG_SECONDS,
              RECOVERY_SECONDS,
              LOSS_BOUND_SECONDS,
              WRITE_PAUSE_SECONDS,
              STEP_SECONDS,
              UPKEEP_AGE_SECONDS,
              BACKUP_AGE_SECONDS,
              COPY_AGE_SECONDS,
              RESTORE_TEST_AGE_SECONDS,
              PEER_UNREACHABLE ->
          StandardUnit.SECONDS;
      case TAKEN_OVER, RECLAIMED, RETURN_READY, READY, RESTORE_TEST_FAILED -> StandardUnit.NONE;
    };
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }
}
