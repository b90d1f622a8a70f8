package io.pharos.component;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetInputTransformerArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;

/**
 * Tells people of a backup or a copy that failed, with AWS Backup's own reason. The events say what
 * the metrics of the same failures do not.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html">Events of
 *     AWS Backup</a>
 */
final class BackupAlerts extends PharosComponent {
  private final Site site;
  private final Output<String> topicArn;

  BackupAlerts(
      String name,
      Site site,
      Output<String> vaultArn,
      Output<String> topicArn,
      ComponentResourceOptions options) {
    super("BackupAlerts", name, options);
    this.site = site;
    this.topicArn = topicArn;
    tell(
        name + "-backup-failed",
        "backup",
        vaultArn.applyValue(
            arn ->
                EventPattern.of(
                    "aws.backup",
                    "Backup Job State Change",
                    Map.of(
                        "backupVaultArn", List.of(arn),
                        "state", List.of("ABORTED", "EXPIRED", "FAILED")))));
    tell(
        name + "-copy-failed",
        "copy",
        vaultArn.applyValue(
            arn ->
                EventPattern.of(
                    "aws.backup",
                    "Copy Job State Change",
                    Map.of("sourceBackupVaultArn", List.of(arn), "state", List.of("FAILED")))));
    registerOutputs(Map.of());
  }

  private void tell(String name, String job, Output<String> pattern) {
    EventRule rule =
        new EventRule(
            name,
            EventRuleArgs.builder()
                .name(site.names().regional(job + "-failed"))
                .description("A " + job + " job of AWS Backup failed: tells people")
                .eventPattern(pattern)
                .build(),
            child());
    new EventTarget(
        name + "-target",
        EventTargetArgs.builder()
            .rule(rule.name())
            .targetId("people")
            .arn(topicArn)
            .inputTransformer(
                EventTargetInputTransformerArgs.builder()
                    .inputPaths(
                        Map.of(
                            "resource", "$.detail.resourceArn",
                            "state", "$.detail.state",
                            "why", "$.detail.statusMessage"))
                    .inputTemplate(
                        "\"AWS Backup in "
                            + site.region()
                            + ": the "
                            + job
                            + " of <resource> is <state>. Why: <why>. Replication and recovery are"
                            + " not affected. What to do: see docs/runbooks/backup.md.\"")
                    .build())
            .build(),
        child());
  }
}
