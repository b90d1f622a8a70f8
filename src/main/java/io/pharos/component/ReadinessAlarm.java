package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.List;
import java.util.Map;

/**
 * Tells people that a failover to this Region would fail, and that nobody looks any more. One look
 * in the hour that finds everything in its place is enough: what was put right is no alarm.
 */
final class ReadinessAlarm extends PharosComponent {
  /** Two looks. */
  private static final int PERIOD_SECONDS = 3600;

  ReadinessAlarm(
      String name, Site site, Output<String> alertTopicArn, ComponentResourceOptions options) {
    super("ReadinessAlarm", name, options);
    new MetricAlarm(
        name,
        MetricAlarmArgs.builder()
            .name(site.names().notReadyAlarm())
            .alarmDescription("A failover to " + site.region() + " would fail. Next: pharos ready")
            .namespace(Metric.NAMESPACE)
            .metricName(Metric.READY.metricName())
            .dimensions(MetricDimensions.of(site))
            .statistic("Maximum")
            .period(PERIOD_SECONDS)
            .evaluationPeriods(1)
            .threshold(1.0)
            .comparisonOperator("LessThanThreshold")
            .treatMissingData("missing")
            .alarmActions(alertTopicArn.applyValue(List::of))
            .insufficientDataActions(alertTopicArn.applyValue(List::of))
            .okActions(alertTopicArn.applyValue(List::of))
            .build(),
        child());
    registerOutputs(Map.of());
  }
}
