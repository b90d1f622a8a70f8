package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import io.pharos.recovery.contract.Metric;
import java.util.List;

/**
 * What the alarms on figures have in common that the runtime publishes now and then: an hour
 * decides, and people are told when it is bad, when it is good again, and when nobody says any
 * more. What has never been said is no silence yet.
 */
final class HourlyAlarm {
  static final int PERIOD_SECONDS = 3600;

  private HourlyAlarm() {}

  /** Without name, description, dimensions and threshold. */
  static MetricAlarmArgs.Builder of(Metric metric, Output<String> alertTopicArn) {
    return MetricAlarmArgs.builder()
        .namespace(Metric.NAMESPACE)
        .metricName(metric.metricName())
        .statistic("Maximum")
        .period(PERIOD_SECONDS)
        .evaluationPeriods(1)
        .treatMissingData("missing")
        .alarmActions(alertTopicArn.applyValue(List::of))
        .insufficientDataActions(alertTopicArn.applyValue(List::of))
        .okActions(alertTopicArn.applyValue(List::of));
  }
}
