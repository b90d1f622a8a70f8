package io.pharos.component;

import com.pulumi.aws.backup.RestoreTestingPlan;
import com.pulumi.aws.backup.RestoreTestingPlanArgs;
import com.pulumi.aws.backup.RestoreTestingSelection;
import com.pulumi.aws.backup.RestoreTestingSelectionArgs;
import com.pulumi.aws.backup.inputs.RestoreTestingPlanRecoveryPointSelectionArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves the copies of the database's backups: by its schedule AWS Backup restores the newest one
 * into an instance that only Pharos's own functions reach, tells the function that looks into it,
 * and deletes it. Both Regions have the plan; what it restores is chosen where the Region stands
 * by.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html">Restore
 *     testing</a>
 */
public final class RestoreTesting extends PharosComponent {
  private static final String SERVICE = "backup.amazonaws.com";
  private static final String POLICY =
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores";

  /** Within which a test begins: the least that AWS Backup takes. */
  private static final int START_HOURS = 1;

  /** For which a restored database waits to be looked into: events come every five minutes. */
  private static final int VALIDATION_HOURS = 1;

  private final String name;
  private final RestoreTestingArgs args;
  private final Site site;

  public RestoreTesting(String name, RestoreTestingArgs args, ComponentResourceOptions options) {
    super("RestoreTesting", name, options);
    this.name = name;
    this.args = args;
    this.site = args.site();
    RestoreTestingPlan plan = plan();
    Role role =
        new Role(
            name,
            RoleArgs.builder()
                .name(site.names().global(site.region(), "restore-test"))
                .description("AWS Backup restores the database in " + site.region() + " for tests")
                .assumeRolePolicy(PolicyDocument.trust(SERVICE))
                .build(),
            child());
    RolePolicyAttachment permission =
        new RolePolicyAttachment(
            name,
            RolePolicyAttachmentArgs.builder().role(role.name()).policyArn(POLICY).build(),
            child());
    if (!site.serves()) {
      select(plan, role, permission);
    }
    new EventCall(
        name + "-ended",
        site,
        RecoveryFunction.PROOF,
        "ended",
        "restore tests that have ended",
        plan.arn().applyValue(RestoreTesting::pattern),
        args.recovery().proof().orElseThrow(),
        childComponentOptions().build());
    new RestoreTestAlarms(
        name + "-alarms",
        site,
        args.settings().alarmAfterHours(),
        args.monitoring().topicArn(),
        childComponentOptions().build());
    registerOutputs(Map.of("planArn", plan.arn()));
  }

  private RestoreTestingPlan plan() {
    return new RestoreTestingPlan(
        name,
        RestoreTestingPlanArgs.builder()
            .name(site.names().restoreTestingPlan())
            .scheduleExpression(args.settings().at())
            .startWindowHours(START_HOURS)
            .recoveryPointSelection(
                RestoreTestingPlanRecoveryPointSelectionArgs.builder()
                    .algorithm("LATEST_WITHIN_WINDOW")
                    .includeVaults(args.vaultArn().applyValue(List::of))
                    .recoveryPointTypes("SNAPSHOT")
                    .selectionWindowDays(args.settings().withinDays())
                    .build())
            .build(),
        child());
  }

  /**
   * Every database of the vault, which holds this deployment's alone: a list of ARNs could not be
   * changed, because the provider sends no update for it.
   */
  private void select(RestoreTestingPlan plan, Role role, RolePolicyAttachment permission) {
    new RestoreTestingSelection(
        name,
        RestoreTestingSelectionArgs.builder()
            .name("database")
            .restoreTestingPlanName(plan.name())
            .protectedResourceType("RDS")
            .protectedResourceArns("*")
            .iamRoleArn(role.arn())
            .validationWindowHours(VALIDATION_HOURS)
            .restoreMetadataOverrides(overrides())
            .build(),
        // A restore that starts before its role may do anything fails.
        childOptions().dependsOn(permission).build());
  }

  /** Lists are texts that hold JSON. In the quarantine group nothing but the tools gets there. */
  private Output<Map<String, String>> overrides() {
    return Output.tuple(
            args.database().subnetGroupName(),
            args.database().parameterGroupName(),
            args.network().quarantineSecurityGroupId())
        .applyValue(
            three -> {
              Map<String, String> overrides = new TreeMap<>();
              overrides.put("dbInstanceClass", args.settings().instanceClass());
              overrides.put("dbSubnetGroupName", three.t1);
              overrides.put("dbParameterGroupName", three.t2);
              overrides.put("vpcSecurityGroupIds", Json.write(List.of(three.t3)));
              return overrides;
            });
  }

  private static String pattern(String planArn) {
    return EventPattern.of(
        "aws.backup",
        "Restore Job State Change",
        Map.of(
            "restoreTestingPlanArn",
            List.of(planArn),
            "status",
            List.of("ABORTED", "COMPLETED", "FAILED")));
  }
}
