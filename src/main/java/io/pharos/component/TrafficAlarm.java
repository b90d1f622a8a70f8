package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import java.util.Map;

/**
 * The lasting half of the traffic signal: on while this Region says that it has taken the traffic
 * over (secondary) or reclaimed it (primary). Route 53 reads the metric through the alarm's
 * definition. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html
 */
final class TrafficAlarm extends PharosComponent {
  private final MetricAlarm alarm;

  TrafficAlarm(String name, Site site, ComponentResourceOptions options) {
    super("TrafficAlarm", name, options);
    Metric metric = site.position() == Position.SECONDARY ? Metric.TAKEN_OVER : Metric.RECLAIMED;
    this.alarm =
        new MetricAlarm(
            name,
            MetricAlarmArgs.builder()
                .name(site.names().trafficAlarm(site.position()))
                .alarmDescription(
                    "On while the users are sent to the "
                        + site.position().word()
                        + " Region on purpose")
                .namespace(Metric.NAMESPACE)
                .metricName(metric.metricName())
                .dimensions(MetricDimensions.of(site))
                .statistic("Maximum")
                .period(Cadence.seconds(Cadence.TRAFFIC_PERIOD))
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .treatMissingData("ignore")
                .build(),
            child());
    registerOutputs(Map.of("alarmName", alarm.name()));
  }

  Output<String> alarmName() {
    return alarm.name();
  }
}
