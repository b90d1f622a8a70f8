package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.PEER_REGION;
import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.backup.BackupTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupException;
import software.amazon.awssdk.services.backup.model.InvalidRequestException;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.rds.RdsClient;

/** Nights of a database and a bucket that AWS Backup backs up. */
class BackupTest {
  private static final String VAULT = "shop-prod-vault";
  private static final String NIGHTLY = "cron(0 6 * * ? *)";
  private static final Duration DAY = Duration.ofDays(1);

  private final GivenShop shop = new GivenShop(0);
  private final GivenAccount given = shop.given;
  private Resource role;
  private Resource here;
  private Resource there;
  private Resource plan;

  @BeforeEach
  void plan() {
    given.create("aws:s3/bucketV2:BucketV2", "data", "bucket", "shop-data");
    given.create(
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        "data",
        "bucket",
        "shop-data",
        "versioningConfiguration",
        Map.of("status", "Enabled"));
    role = role("backup.amazonaws.com");
    allow("service-role/AWSBackupServiceRolePolicyForBackup");
    allow("AWSBackupServiceRolePolicyForS3Backup");
    here = vault(REGION);
    there = vault(PEER_REGION);
    plan = plan(rule(NIGHTLY, 3, there.string("arn"), 7));
  }

  private Resource role(String service) {
    return given.createIn(
        Account.GLOBAL,
        IamTypes.ROLE,
        "backup",
        "name",
        "backup",
        "assumeRolePolicy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}"""
            .formatted(service));
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

  private Resource vault(String region) {
    return given.createIn(region, BackupTypes.VAULT, "vault", "name", VAULT, "forceDestroy", false);
  }

  private static Map<String, Object> rule(String at, int days, String to, int copyDays) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("ruleName", "nightly");
    rule.put("targetVaultName", VAULT);
    rule.put("schedule", at);
    rule.put("startWindow", 60);
    rule.put("completionWindow", 720);
    rule.put("lifecycle", Map.of("deleteAfter", days));
    rule.put(
        "copyActions",
        List.of(Map.of("destinationVaultArn", to, "lifecycle", Map.of("deleteAfter", copyDays))));
    return rule;
  }

  private Resource plan(Map<String, Object> rule) {
    return given.create(
        BackupTypes.PLAN, "plan", "name", "shop-prod-backup", "rules", List.of(rule));
  }

  private Resource select(String... arns) {
    return given.create(
        BackupTypes.SELECTION,
        "selection",
        "name",
        "all",
        "planId",
        plan.id(),
        "iamRoleArn",
        role.string("arn"),
        "resources",
        List.of(arns));
  }

  private Resource selectDatabase() {
    return select(shop.database.string("arn"));
  }

  private void policy(Resource vault, String principal) {
    given.createIn(
        vault.region(),
        BackupTypes.POLICY,
        "policy",
        "backupVaultName",
        vault.id(),
        "policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
         "Action":["backup:DeleteRecoveryPoint","backup:CopyIntoBackupVault"],"Resource":"*",
         "Condition":{"ArnNotEquals":{"aws:PrincipalArn":"%s"}}}]}"""
            .formatted(principal));
  }

  private BackupClient backup(String region) {
    return given.world.bareClient(BackupClient.class, region, Caller.operator(given.world.clock()));
  }

  private List<RecoveryPointByBackupVault> points(String region) {
    return backup(region)
        .listRecoveryPointsByBackupVault(list -> list.backupVaultName(VAULT))
        .recoveryPoints();
  }

  /** The details of the events of failed jobs that people are told. */
  private List<String> told() {
    return given.world.service(Sns.class).delivered().stream()
        .map(publication -> publication.message())
        .toList();
  }

  private void tell() {
    Resource topic = given.create("aws:sns/topic:Topic", "alerts", "name", "alerts");
    given.create(
        "aws:sns/topicPolicy:TopicPolicy",
        "alerts",
        "arn",
        topic.string("arn"),
        "policy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"%s"}]}"""
            .formatted(topic.string("arn")));
    given.create(
        "aws:sns/topicSubscription:TopicSubscription",
        "alerts",
        "topic",
        topic.string("arn"),
        "protocol",
        "email",
        "endpoint",
        "ops@example.com");
    Resource rule =
        given.create(
            "aws:cloudwatch/eventRule:EventRule",
            "failed",
            "name",
            "failed",
            "state",
            "ENABLED",
            "eventPattern",
            "{\"source\":[\"aws.backup\"],\"detail\":{\"state\":[\"FAILED\",\"EXPIRED\"]}}");
    given.create(
        "aws:cloudwatch/eventTarget:EventTarget",
        "people",
        "rule",
        rule.id(),
        "targetId",
        "people",
        "arn",
        topic.string("arn"));
  }

  @Test
  void a_night_leaves_recovery_points_here_and_copies_in_the_other_region() {
    select(shop.database.string("arn"), "arn:aws:s3:::shop-data");

    given.pass(DAY);

    assertThat(points(REGION))
        .extracting(RecoveryPointByBackupVault::resourceType)
        .containsExactlyInAnyOrder("RDS", "S3");
    assertThat(points(PEER_REGION))
        .hasSize(2)
        .allSatisfy(
            copy -> {
              assertThat(copy.statusAsString()).isEqualTo("COMPLETED");
              assertThat(copy.resourceArn()).matches(".*(:eu-west-1:.*|:shop-data)");
              assertThat(copy.recoveryPointArn()).contains(":" + PEER_REGION + ":");
            });
    assertThat(
            given
                .client(RdsClient.class)
                .describeDBSnapshots(list -> list.snapshotType("awsbackup"))
                .dbSnapshots())
        .singleElement()
        .satisfies(
            snapshot ->
                assertThat(snapshot.dbSnapshotArn())
                    .matches(
                        "arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-[0-9a-f-]+"));
  }

  @Test
  void what_reaches_the_end_of_its_time_goes_in_each_vault_by_its_own() {
    selectDatabase();

    given.pass(DAY.multipliedBy(9));

    assertThat(points(REGION)).hasSize(3);
    assertThat(points(PEER_REGION)).hasSize(7);
  }

  @Test
  void rds_does_not_delete_what_aws_backup_keeps() {
    selectDatabase();
    given.pass(DAY);
    String snapshot =
        given
            .client(RdsClient.class)
            .describeDBSnapshots()
            .dbSnapshots()
            .get(0)
            .dbSnapshotIdentifier();

    assertThatThrownBy(
            () ->
                given
                    .client(RdsClient.class)
                    .deleteDBSnapshot(delete -> delete.dbSnapshotIdentifier(snapshot)))
        .hasMessageContaining("managed by the AWS Backup service");
  }

  @Test
  void a_role_without_permission_fails_and_says_what_it_lacks() {
    given.delete(
        given.world.account().list(IamTypes.ATTACHMENT).stream()
            .filter(attachment -> attachment.string("policyArn").endsWith("PolicyForBackup"))
            .findFirst()
            .orElseThrow());
    tell();
    selectDatabase();

    given.pass(DAY);

    assertThat(points(REGION)).isEmpty();
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"state\":\"FAILED\"", "rds:DescribeDBInstances", "Backup Job State Change");
  }

  @Test
  void a_job_in_the_databases_own_window_expires() {
    given.update(shop.database, "backupWindow", "06:30-09:00");
    tell();
    selectDatabase();

    given.pass(DAY);

    assertThat(points(REGION)).isEmpty();
    assertThat(told()).singleElement().asString().contains("EXPIRED", "maintenance window");
  }

  @Test
  void a_bucket_without_versions_is_refused() {
    given.update(
        given.world.account().list("aws:s3/bucketVersioningV2:BucketVersioningV2").get(0),
        "versioningConfiguration",
        Map.of("status", "Suspended"));
    tell();
    select("arn:aws:s3:::shop-data");

    given.pass(DAY);

    assertThat(told()).singleElement().asString().contains("versioning");
  }

  @Test
  void a_copy_needs_its_vault_and_its_region_and_the_backup_stays() {
    given.update(plan, "rules", List.of(rule(NIGHTLY, 3, there.string("arn") + "-x", 7)));
    tell();
    selectDatabase();
    given.pass(DAY);
    given.update(plan, "rules", List.of(rule(NIGHTLY, 3, there.string("arn"), 7)));
    given.world.faults().fail(PEER_REGION, Faults.Kind.DEAD);
    given.pass(DAY);

    assertThat(points(REGION)).hasSize(2);
    assertThat(told())
        .hasSize(2)
        .allSatisfy(text -> assertThat(text).contains("Copy Job State Change"));
    assertThat(told().get(0)).contains("does not exist");
    assertThat(told().get(1)).contains("could not be reached");
  }

  @Test
  void a_copy_into_a_vault_that_forbids_it_fails() {
    policy(there, "arn:aws:iam::123456789012:role/another");
    tell();
    selectDatabase();

    given.pass(DAY);

    assertThat(points(PEER_REGION)).isEmpty();
    assertThat(told()).singleElement().asString().contains("access policy");
  }

  @Test
  void a_policy_keeps_people_from_deleting_and_what_expires_goes_nevertheless() {
    policy(
        here,
        "arn:aws:iam::123456789012:role/aws-service-role/backup.amazonaws.com/"
            + "AWSServiceRoleForBackup");
    selectDatabase();
    given.pass(DAY);
    String point = points(REGION).get(0).recoveryPointArn();

    assertThatThrownBy(() -> delete(REGION, point))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("explicit deny");
    given.pass(DAY.multipliedBy(4));
    assertThat(points(REGION))
        .extracting(RecoveryPointByBackupVault::recoveryPointArn)
        .doesNotContain(point);
  }

  private void delete(String region, String point) {
    backup(region)
        .deleteRecoveryPoint(delete -> delete.backupVaultName(VAULT).recoveryPointArn(point));
  }

  private Resource lock(Object... more) {
    List<Object> all = new ArrayList<>(List.of("backupVaultName", VAULT));
    all.addAll(List.of(more));
    return given.create(BackupTypes.LOCK, "lock", all.toArray());
  }

  @Test
  void a_locked_vault_refuses_short_retention_and_deletion() {
    lock("minRetentionDays", 3);
    selectDatabase();
    given.pass(DAY);
    String point = points(REGION).get(0).recoveryPointArn();
    assertThatThrownBy(() -> delete(REGION, point))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("locked");

    tell();
    given.update(plan, "rules", List.of(rule(NIGHTLY, 2, there.string("arn"), 7)));
    given.pass(DAY);
    assertThat(told()).singleElement().asString().contains("retention period of 2 days");
  }

  @Test
  void a_lock_for_compliance_is_for_ever_after_its_grace() {
    Resource lock = lock("minRetentionDays", 3, "changeableForDays", 4);
    given.pass(DAY.multipliedBy(3));
    assertThat(backup(REGION).describeBackupVault(vault -> vault.backupVaultName(VAULT)).lockDate())
        .isAfter(given.world.clock().instant());

    given.pass(DAY.multipliedBy(2));

    assertThatThrownBy(() -> given.delete(lock)).hasMessageContaining("immutable");
    assertThatThrownBy(() -> lock("minRetentionDays", 1)).hasMessageContaining("immutable");
  }

  @Test
  void a_lock_for_compliance_leaves_three_days_at_least() {
    assertThatThrownBy(() -> lock("changeableForDays", 2)).hasMessageContaining("at least 3 days");
  }

  @Test
  void a_vault_with_recovery_points_is_not_deleted_unless_by_force() {
    selectDatabase();
    given.pass(DAY);

    assertThatThrownBy(() -> given.delete(here)).hasMessageContaining("contains recovery points");
    here.set("forceDestroy", true);
    given.delete(here);
    assertThat(
            given
                .client(RdsClient.class)
                .describeDBSnapshots(list -> list.snapshotType("awsbackup"))
                .dbSnapshots())
        .isEmpty();
  }

  @Test
  void a_plan_goes_after_its_selections_and_then_makes_nothing_more() {
    Resource selection = selectDatabase();
    assertThatThrownBy(() -> given.delete(plan)).hasMessageContaining("selections must be deleted");

    given.delete(selection);
    given.delete(plan);
    given.pass(DAY);

    assertThat(points(REGION)).isEmpty();
  }

  @Test
  void plans_and_selections_that_aws_refuses_are_refused() {
    assertThatThrownBy(() -> plan(rule(NIGHTLY, 3, there.string("arn"), 7)))
        .hasMessageContaining("already exists");
    given.delete(plan);
    assertThatThrownBy(() -> plan(rule("rate(1 day)", 3, there.string("arn"), 7)))
        .hasMessageContaining("Invalid schedule expression");
    Map<String, Object> cold = rule(NIGHTLY, 3, there.string("arn"), 7);
    cold.put("lifecycle", Map.of("coldStorageAfter", 30, "deleteAfter", 119));
    assertThatThrownBy(() -> plan(cold)).hasMessageContaining("90 days apart");
    Map<String, Object> hasty = rule(NIGHTLY, 3, there.string("arn"), 7);
    hasty.put("startWindow", 30);
    assertThatThrownBy(() -> plan(hasty)).hasMessageContaining("at least 60");

    assertThatThrownBy(() -> selectDatabase()).hasMessageContaining("Cannot find Backup plan");
    plan = plan(rule(NIGHTLY, 3, there.string("arn"), 7));
    given.update(
        role, "assumeRolePolicy", role.string("assumeRolePolicy").replace("backup", "lambda"));
    assertThatThrownBy(() -> selectDatabase()).hasMessageContaining("cannot be assumed");
  }

  @Test
  void a_vault_has_a_key_of_its_region_and_a_name_once() {
    assertThatThrownBy(() -> vault(REGION)).hasMessageContaining("same name already exists");
    assertThatThrownBy(() -> given.create(BackupTypes.VAULT, "v", "name", "not.this"))
        .hasMessageContaining("Invalid backup vault name");
    assertThatThrownBy(
            () ->
                given.create(
                    BackupTypes.VAULT,
                    "v",
                    "name",
                    "another",
                    "kmsKeyArn",
                    "arn:aws:kms:eu-central-1:123456789012:key/1"))
        .hasMessageContaining("not accessible");
  }
}
