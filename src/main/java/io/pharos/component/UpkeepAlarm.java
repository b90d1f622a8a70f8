package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Upkeep;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notices that a scheduled task has not succeeded for too long, for whatever reason, and that
 * nobody says any more how long. What has never been measured is no silence yet.
 */
final class UpkeepAlarm extends PharosComponent {
  UpkeepAlarm(
      String name,
      Site site,
      Upkeep task,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("UpkeepAlarm", name, options);
    int hours = site.settings().schedules().alarmAfterHours(task);
    Map<String, String> dimensions = new TreeMap<>(MetricDimensions.of(site));
    dimensions.put(Metric.TASK, task.word());
    new MetricAlarm(
        name,
        HourlyAlarm.of(Metric.UPKEEP_AGE_SECONDS, alertTopicArn)
            .name(site.names().behindAlarm(task))
            .alarmDescription(
                "No "
                    + task.word()
                    + " has succeeded for "
                    + hours
                    + " hours, or nobody knows. Next: the log of "
                    + site.names().regional("dr-" + task.word()))
            .dimensions(dimensions)
            .threshold((double) hours * HourlyAlarm.PERIOD_SECONDS)
            .comparisonOperator("GreaterThanThreshold")
            .build(),
        child());
    registerOutputs(Map.of());
  }
}
