package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.backup.BackupTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobResponse;
import software.amazon.awssdk.services.backup.model.InvalidParameterValueException;
import software.amazon.awssdk.services.backup.model.InvalidRequestException;

/** A database that is backed up at six and restored for a test at noon, in the same Region. */
class RestoreTestingTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final Duration TO_THE_TEST = Duration.ofMinutes(12 * 60 + 20);

  private final GivenShop shop = new GivenShop(0);
  private final GivenAccount given = shop.given;
  private Resource role;

  @BeforeEach
  void backup() {
    given.world.latency().with("rds.restore", Duration.ofMinutes(5));
    given.world.latency().with("backup.start", Duration.ofMinutes(5));
    role =
        given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            "backup",
            "name",
            "backup",
            "assumeRolePolicy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"Service":"backup.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
    allow("service-role/AWSBackupServiceRolePolicyForBackup");
    given.create(BackupTypes.VAULT, "vault", "name", "vault");
    Resource plan =
        given.create(
            BackupTypes.PLAN,
            "plan",
            "name",
            "plan",
            "rules",
            List.of(
                Map.of(
                    "ruleName",
                    "nightly",
                    "targetVaultName",
                    "vault",
                    "schedule",
                    "cron(0 6 * * ? *)",
                    "startWindow",
                    60,
                    "completionWindow",
                    720,
                    "lifecycle",
                    Map.of("deleteAfter", 7))));
    given.create(
        BackupTypes.SELECTION,
        "selection",
        "name",
        "all",
        "planId",
        plan.id(),
        "iamRoleArn",
        role.string("arn"),
        "resources",
        List.of(shop.database.string("arn")));
  }

  private Resource allow(String policy) {
    return given.createIn(
        Account.GLOBAL,
        IamTypes.ATTACHMENT,
        policy,
        "role",
        role.id(),
        "policyArn",
        "arn:aws:iam::aws:policy/" + policy);
  }

  private Resource plan(String name) {
    return given.create(
        BackupTypes.TESTING_PLAN,
        name,
        "name",
        name,
        "scheduleExpression",
        "cron(0 12 * * ? *)",
        "startWindowHours",
        1,
        "recoveryPointSelection",
        Map.of(
            "algorithm",
            "LATEST_WITHIN_WINDOW",
            "includeVaults",
            List.of("*"),
            "recoveryPointTypes",
            List.of("SNAPSHOT")));
  }

  private Map<String, Object> overrides() {
    return new TreeMap<>(
        Map.of(
            "DBSubnetGroupName",
            shop.database.string("dbSubnetGroupName"),
            "dbInstanceClass",
            "db.t4g.small"));
  }

  private Resource select(Resource plan, Map<String, Object> overrides, String... arns) {
    return given.create(
        BackupTypes.TESTING_SELECTION,
        "selection",
        "name",
        "database",
        "restoreTestingPlanName",
        plan.id(),
        "protectedResourceType",
        "RDS",
        "protectedResourceArns",
        List.of(arns),
        "iamRoleArn",
        role.string("arn"),
        "validationWindowHours",
        2,
        "restoreMetadataOverrides",
        overrides);
  }

  private BackupClient client() {
    return given.world.bareClient(BackupClient.class, REGION, Caller.operator(given.world.clock()));
  }

  private DescribeRestoreJobResponse job() {
    List<Resource> jobs = given.world.account().list(BackupTypes.RESTORE_JOB, REGION);
    assertThat(jobs).hasSize(1);
    return client().describeRestoreJob(describe -> describe.restoreJobId(jobs.get(0).id()));
  }

  private boolean there(String arn) {
    return given.world.account().byArn(INSTANCE, arn).isPresent();
  }

  @Test
  void a_test_restores_the_newest_recovery_point_into_an_instance_of_its_own() {
    allow("service-role/AWSBackupServiceRolePolicyForRestores");
    select(plan("tests"), overrides(), "*");

    given.pass(TO_THE_TEST);

    DescribeRestoreJobResponse job = job();
    assertThat(job.statusAsString()).isEqualTo("COMPLETED");
    assertThat(job.sourceResourceArn()).isEqualTo(shop.database.string("arn"));
    assertThat(job.createdBy().restoreTestingPlanArn()).contains(":restore-testing-plan:tests-");
    Resource restored =
        given.world.account().byArn(INSTANCE, job.createdResourceArn()).orElseThrow();
    assertThat(restored.string("identifier")).startsWith("awsbackup-restore-test-");
    assertThat(restored.string("instanceClass")).isEqualTo("db.t4g.small");
    assertThat(restored.map("tags")).containsKey("awsbackup-restore-test");
    assertThat(given.world.service(Rds.class).rows(REGION, restored.string("identifier")))
        .isNotNull();
  }

  @Test
  void what_nobody_validates_goes_when_the_window_has_closed() {
    allow("service-role/AWSBackupServiceRolePolicyForRestores");
    select(plan("tests"), overrides(), shop.database.string("arn"));
    given.pass(TO_THE_TEST);
    String arn = job().createdResourceArn();
    assertThat(there(arn)).isTrue();

    given.pass(Duration.ofHours(3));

    assertThat(there(arn)).isFalse();
    assertThat(job().deletionStatusAsString()).isEqualTo("SUCCESSFUL");
    assertThat(job().validationStatus()).isNull();
  }

  @Test
  void what_is_validated_goes_at_once_and_the_verdict_stays() {
    allow("service-role/AWSBackupServiceRolePolicyForRestores");
    select(plan("tests"), overrides(), "*");
    given.pass(TO_THE_TEST);
    String id = job().restoreJobId();
    client()
        .putRestoreValidationResult(
            put ->
                put.restoreJobId(id).validationStatus("FAILED").validationStatusMessage("empty"));

    given.pass(Duration.ofMinutes(15));

    assertThat(there(job().createdResourceArn())).isFalse();
    assertThat(job().validationStatusAsString()).isEqualTo("FAILED");
    assertThatThrownBy(
            () ->
                client()
                    .putRestoreValidationResult(
                        put -> put.restoreJobId(id).validationStatus("SUCCESSFUL")))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void an_instance_without_the_tag_stays_and_the_job_says_so() {
    allow("service-role/AWSBackupServiceRolePolicyForRestores");
    select(plan("tests"), overrides(), "*");
    given.pass(TO_THE_TEST);
    String arn = job().createdResourceArn();
    given.world.account().byArn(INSTANCE, arn).orElseThrow().set("tags", Map.of());

    given.pass(Duration.ofHours(3));

    assertThat(there(arn)).isTrue();
    assertThat(job().deletionStatusAsString()).isEqualTo("FAILED");
  }

  @Test
  void a_restore_without_a_subnet_group_looks_for_a_default_vpc_in_vain() {
    allow("service-role/AWSBackupServiceRolePolicyForRestores");
    select(plan("tests"), Map.of(), "*");

    given.pass(TO_THE_TEST);

    assertThat(job().statusAsString()).isEqualTo("FAILED");
    assertThat(job().statusMessage()).contains("No default subnet detected in VPC");
  }

  @Test
  void a_role_that_may_only_back_up_restores_nothing() {
    select(plan("tests"), overrides(), "*");

    given.pass(TO_THE_TEST);

    assertThat(job().statusMessage()).contains("rds:RestoreDBInstanceFromDBSnapshot");
  }

  @Test
  void nothing_is_restored_of_what_is_not_selected() {
    allow("service-role/AWSBackupServiceRolePolicyForRestores");
    select(plan("tests"), overrides(), shop.database.string("arn") + "x");

    given.pass(TO_THE_TEST);

    assertThat(given.world.account().list(BackupTypes.RESTORE_JOB, REGION)).isEmpty();
  }

  @Test
  void names_have_no_hyphens() {
    assertThatThrownBy(() -> plan("shop-prod")).isInstanceOf(InvalidParameterValueException.class);
  }

  @Test
  void lists_among_the_overrides_are_json() {
    Map<String, Object> overrides = overrides();
    overrides.put("vpcSecurityGroupIds", "sg-1");
    Resource plan = plan("tests");

    assertThatThrownBy(() -> select(plan, overrides, "*"))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("JSON array");
  }

  @Test
  void a_plan_goes_after_its_selections() {
    Resource plan = plan("tests");
    select(plan, overrides(), "*");

    assertThatThrownBy(() -> given.delete(plan)).isInstanceOf(InvalidRequestException.class);
  }
}
