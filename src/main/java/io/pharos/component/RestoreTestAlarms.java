package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.Map;

/**
 * Notices that the newest restore test failed, and that none has succeeded for too long, for
 * whatever reason: a test that never began fails nowhere.
 */
final class RestoreTestAlarms extends PharosComponent {
  RestoreTestAlarms(
      String name,
      Site site,
      int hours,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("RestoreTestAlarms", name, options);
    new MetricAlarm(
        name + "-failed",
        HourlyAlarm.of(Metric.RESTORE_TEST_FAILED, alertTopicArn)
            .name(site.names().restoreTestFailedAlarm())
            .alarmDescription(
                "The newest backup that was restored in "
                    + site.region()
                    + " for a test is of no use. Next: docs/runbooks/backup.md")
            .dimensions(MetricDimensions.of(site))
            .threshold(1.0)
            .comparisonOperator("GreaterThanOrEqualToThreshold")
            .build(),
        child());
    new MetricAlarm(
        name + "-behind",
        HourlyAlarm.of(Metric.RESTORE_TEST_AGE_SECONDS, alertTopicArn)
            .name(site.names().restoreTestBehindAlarm())
            .alarmDescription(
                "No restore test has succeeded in "
                    + site.region()
                    + " for "
                    + hours
                    + " hours, or nobody knows. Next: docs/runbooks/backup.md")
            .dimensions(MetricDimensions.of(site))
            .threshold((double) hours * HourlyAlarm.PERIOD_SECONDS)
            .comparisonOperator("GreaterThanThreshold")
            .build(),
        child());
    registerOutputs(Map.of());
  }
}
