package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.Map;

/**
 * On once the primary Region has been back from a disaster, and both Regions well, for half an hour
 * without a break: what a failback may start by itself on, where that is chosen.
 */
final class ReturnAlarm extends PharosComponent {
  private static final int PERIOD_SECONDS = 60;
  private static final int PERIODS = 30;

  private final MetricAlarm alarm;

  ReturnAlarm(String name, Site site, ComponentResourceOptions options) {
    super("ReturnAlarm", name, options);
    this.alarm =
        new MetricAlarm(
            name,
            MetricAlarmArgs.builder()
                .name(site.names().returnReadyAlarm())
                .alarmDescription(
                    "The primary Region is back from a disaster, and well. Next: 'pharos failback'")
                .namespace(Metric.NAMESPACE)
                .metricName(Metric.RETURN_READY.metricName())
                .dimensions(MetricDimensions.of(site))
                .statistic("Minimum")
                .period(PERIOD_SECONDS)
                .evaluationPeriods(PERIODS)
                .datapointsToAlarm(PERIODS)
                .threshold(1.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .treatMissingData("notBreaching")
                .build(),
            child());
    registerOutputs(Map.of("alarmArn", alarm.arn()));
  }

  Output<String> alarmArn() {
    return alarm.arn();
  }
}
