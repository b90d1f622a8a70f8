package io.pharos.component;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Metric;
import java.util.Map;

/**
 * Notices, where the copies of backups should arrive, that the newest one is too old, for whatever
 * reason, and that nobody says any more how old. A copy job that never ends fails nowhere.
 */
final class CopyAlarm extends PharosComponent {
  CopyAlarm(
      String name,
      Site site,
      int hours,
      Output<String> alertTopicArn,
      ComponentResourceOptions options) {
    super("CopyAlarm", name, options);
    new MetricAlarm(
        name,
        HourlyAlarm.of(Metric.COPY_AGE_SECONDS, alertTopicArn)
            .name(site.names().copyBehindAlarm())
            .alarmDescription(
                "No copy of the database's backups has come to "
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
