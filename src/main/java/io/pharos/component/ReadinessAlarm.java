package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.Map;

/**
 * Tells people that a failover to this Region would fail, and that nobody looks any more. One look
 * in the hour that finds everything in its place is enough: what was put right is no alarm.
 */
final class ReadinessAlarm extends PharosComponent {
  ReadinessAlarm(
      String name, Site site, Output<String> alertTopicArn, ComponentResourceOptions options) {
    super("ReadinessAlarm", name, options);
    new MetricAlarm(
        name,
        HourlyAlarm.of(Metric.READY, alertTopicArn)
            .name(site.names().notReadyAlarm())
            .alarmDescription("A failover to " + site.region() + " would fail. Next: pharos ready")
            .dimensions(MetricDimensions.of(site))
            .threshold(1.0)
            .comparisonOperator("LessThanThreshold")
            .build(),
        child());
    registerOutputs(Map.of());
  }
}
