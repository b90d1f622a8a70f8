package io.pharos.component;

import com.pulumi.aws.backup.Plan;
import com.pulumi.aws.backup.PlanArgs;
import com.pulumi.aws.backup.Selection;
import com.pulumi.aws.backup.SelectionArgs;
import com.pulumi.aws.backup.Vault;
import com.pulumi.aws.backup.VaultArgs;
import com.pulumi.aws.backup.VaultLockConfiguration;
import com.pulumi.aws.backup.VaultLockConfigurationArgs;
import com.pulumi.aws.backup.VaultPolicy;
import com.pulumi.aws.backup.VaultPolicyArgs;
import com.pulumi.aws.backup.inputs.PlanRuleArgs;
import com.pulumi.aws.backup.inputs.PlanRuleCopyActionArgs;
import com.pulumi.aws.backup.inputs.PlanRuleCopyActionLifecycleArgs;
import com.pulumi.aws.backup.inputs.PlanRuleLifecycleArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.BackupSettings;
import io.pharos.config.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Region's vault of AWS Backup, and the plan that fills it and sends copies to the peer's. Both
 * Regions have the same; what is backed up is chosen where the Region is active, because a standby
 * must not be backing up when it is promoted.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html">Copies
 *     across Regions</a>
 */
public final class BackupVault extends PharosComponent {
  private static final String SERVICE = "backup.amazonaws.com";

  /** Within which a job that has begun must be done: the longest first one of a large database. */
  private static final int COMPLETION_MINUTES = 12 * 60;

  private final String name;
  private final BackupVaultArgs args;
  private final Site site;
  private final Vault vault;

  public BackupVault(String name, BackupVaultArgs args, ComponentResourceOptions options) {
    super("BackupVault", name, options);
    this.name = name;
    this.args = args;
    this.site = args.site();
    this.vault =
        new Vault(
            name,
            VaultArgs.builder()
                .name(site.names().backupVault())
                .kmsKeyArn(args.encryption().keyArn())
                .forceDestroy(!site.isProtected())
                .build(),
            childOptions().protect(site.isProtected()).build());
    Role role = role();
    policy(role);
    args.settings().lock().ifPresent(this::lock);
    List<Resource> permissions = permissions(role);
    Plan plan = plan();
    if (site.serves()) {
      select(plan, role, permissions);
    }
    new BackupAlerts(
        name + "-alerts",
        site,
        vault.arn(),
        args.monitoring().topicArn(),
        childComponentOptions().build());
    new CopyAlarm(
        name + "-copy-behind",
        site,
        args.settings().alarmAfterHours(),
        args.monitoring().topicArn(),
        childComponentOptions().build());
    registerOutputs(Map.of("vaultArn", vault.arn(), "planId", plan.id()));
  }

  public Output<String> vaultArn() {
    return vault.arn();
  }

  /**
   * Nobody deletes a backup, or changes how long it is kept, by the way: who means it takes this
   * policy off first, which it does not forbid, so that nobody locks himself out. What makes
   * backups may, or they would never end.
   */
  private void policy(Role role) {
    new VaultPolicy(
        name,
        VaultPolicyArgs.builder()
            .backupVaultName(vault.name())
            .policy(
                Output.tuple(accountId(), role.arn())
                    .applyValue(both -> document(both.t1, both.t2)))
            .build(),
        child());
  }

  private String document(String account, String roleArn) {
    PolicyDocument document =
        PolicyDocument.of(
            Statement.deny("OwnAccountOnly")
                .everyone()
                .actions("backup:CopyIntoBackupVault")
                .resources("*")
                .when("StringNotEquals", "aws:PrincipalAccount", account));
    if (site.isProtected()) {
      document.add(
          Statement.deny("KeepBackups")
              .everyone()
              .actions(
                  "backup:DeleteRecoveryPoint",
                  "backup:UpdateRecoveryPointLifecycle",
                  "backup:DisassociateRecoveryPoint")
              .resources("*")
              .when(
                  "ArnNotEquals",
                  "aws:PrincipalArn",
                  List.of(
                      roleArn,
                      "arn:aws:iam::"
                          + account
                          + ":role/aws-service-role/"
                          + SERVICE
                          + "/AWSServiceRoleForBackup")));
    }
    return document.toString();
  }

  private void lock(BackupSettings.Lock lock) {
    var locked =
        VaultLockConfigurationArgs.builder()
            .backupVaultName(vault.name())
            .minRetentionDays(lock.minRetentionDays());
    lock.changeableForDays().ifPresent(locked::changeableForDays);
    new VaultLockConfiguration(name, locked.build(), child());
  }

  private Role role() {
    return new Role(
        name,
        RoleArgs.builder()
            .name(site.names().global(site.region(), "backup"))
            .description("AWS Backup backs up the database and the objects of " + site.region())
            .assumeRolePolicy(PolicyDocument.trust(SERVICE))
            .build(),
        child());
  }

  /** AWS's own policies: they change with what AWS Backup needs. */
  private List<Resource> permissions(Role role) {
    List<Resource> attached = new ArrayList<>();
    attached.add(attached(role, "backup", "service-role/AWSBackupServiceRolePolicyForBackup"));
    if (args.settings().objects()) {
      attached.add(attached(role, "objects", "AWSBackupServiceRolePolicyForS3Backup"));
    }
    return attached;
  }

  private RolePolicyAttachment attached(Role role, String what, String policy) {
    return new RolePolicyAttachment(
        name + "-" + what,
        RolePolicyAttachmentArgs.builder()
            .role(role.name())
            .policyArn("arn:aws:iam::aws:policy/" + policy)
            .build(),
        child());
  }

  private Plan plan() {
    return new Plan(
        name,
        PlanArgs.builder()
            .name(site.names().regional("backup"))
            .rules(args.settings().rules().stream().map(this::rule).toList())
            .build(),
        child());
  }

  private PlanRuleArgs rule(BackupSettings.Rule rule) {
    var made =
        PlanRuleArgs.builder()
            .ruleName(rule.name())
            .targetVaultName(vault.name())
            .schedule(rule.at())
            .startWindow(BackupSettings.START_MINUTES)
            .completionWindow(COMPLETION_MINUTES)
            .lifecycle(PlanRuleLifecycleArgs.builder().deleteAfter(rule.retentionDays()).build());
    args.peerVaultArn()
        .ifPresent(
            peer ->
                made.copyActions(
                    PlanRuleCopyActionArgs.builder()
                        .destinationVaultArn(peer)
                        .lifecycle(
                            PlanRuleCopyActionLifecycleArgs.builder()
                                .deleteAfter(rule.copyRetentionDays())
                                .build())
                        .build()));
    return made.build();
  }

  private void select(Plan plan, Role role, List<Resource> permissions) {
    List<Output<String>> arns = new ArrayList<>();
    args.database().arn().ifPresent(arns::add);
    if (args.settings().objects()) {
      arns.add(args.objects().bucketArn());
    }
    new Selection(
        name,
        SelectionArgs.builder()
            .name(site.names().regional("backup"))
            .planId(plan.id())
            .iamRoleArn(role.arn())
            .resources(Output.all(arns))
            .build(),
        // A job that starts before its role may do anything fails.
        childOptions().dependsOn(permissions).build());
  }
}
