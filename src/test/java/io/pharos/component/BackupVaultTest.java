package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackupVaultTest {
  private static final String PEER =
      "arn:aws:backup:eu-central-1:123456789012:backup-vault:shop-prod-vault";

  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  private static ExampleConfiguration configuration(String more) {
    return new ExampleConfiguration()
        .json(
            "backup",
            "{'rules':[{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':35,"
                + "'copyRetentionDays':90}]"
                + more
                + "}");
  }

  private void deploy(ExampleConfiguration configuration, Position position, String peer) {
    Site site = new Site(configuration.read(), position);
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          Encryption encryption = region.encryption();
          Network network = region.network();
          Database database =
              region.database(network, encryption, region.configuration(encryption));
          new BackupVault(
              "backup-vault",
              new BackupVaultArgs(
                  site,
                  site.settings().backup().orElseThrow(),
                  encryption,
                  database,
                  new ObjectStore(
                      "object-store",
                      new ObjectStoreArgs(site, encryption, Optional.empty()),
                      options),
                  new Monitoring(
                      "monitoring",
                      new MonitoringArgs(site, encryption, region.loadBalancer(network), database),
                      options),
                  Optional.ofNullable(peer).map(Output::of)),
              options);
        });
  }

  private String policy() {
    return (String) aws.inputs("VaultPolicy/backup-vault").get("policy");
  }

  @Test
  void vault_isEncryptedAndStays() {
    deploy(configuration(""), Position.PRIMARY, PEER);

    assertThat(aws.inputs("Vault/backup-vault"))
        .containsEntry("name", "shop-prod-vault")
        .containsEntry("kmsKeyArn", "arn:Key-encryption")
        .containsEntry("forceDestroy", false);
    assertThat(aws.options("Vault/backup-vault").isProtect()).isTrue();
    assertThat(aws.named("VaultLockConfiguration")).isEmpty();
  }

  @Test
  void policy_keepsBackupsFromEverybodyButWhatMakesThem_andLocksNobodyOut() {
    deploy(configuration(""), Position.PRIMARY, PEER);

    assertThat(policy())
        .contains("backup:DeleteRecoveryPoint", "arn:Role-backup-vault", "AWSServiceRoleForBackup")
        .doesNotContain("BackupVaultAccessPolicy", "backup:*");
  }

  @Test
  void withoutProtection_everythingCanBeDeletedAgain() {
    deploy(configuration("").set("protection", "off"), Position.PRIMARY, PEER);

    assertThat(aws.inputs("Vault/backup-vault")).containsEntry("forceDestroy", true);
    assertThat(aws.options("Vault/backup-vault").isProtect()).isFalse();
    assertThat(policy()).doesNotContain("DeleteRecoveryPoint");
  }

  @Test
  void plan_copiesToThePeerForAsLongAsTheRuleSays() {
    deploy(configuration(""), Position.PRIMARY, PEER);

    assertThat((List<?>) aws.inputs("Plan/backup-vault").get("rules"))
        .singleElement()
        .asString()
        .contains(
            "ruleName=daily",
            "schedule=cron(0 6 * * ? *)",
            "lifecycle={deleteAfter=35.0}",
            "destinationVaultArn=" + PEER,
            "lifecycle={deleteAfter=90.0}");
  }

  @Test
  void plan_untilThePeerHasItsVault_copiesNothing() {
    deploy(configuration(""), Position.PRIMARY, null);

    assertThat(aws.inputs("Plan/backup-vault").get("rules"))
        .asString()
        .doesNotContain("copyActions");
  }

  @Test
  void whatIsBackedUp_isTheActiveRegions() {
    deploy(configuration(""), Position.PRIMARY, PEER);

    assertThat(aws.inputs("Selection/backup-vault"))
        .containsEntry("iamRoleArn", "arn:Role-backup-vault")
        .containsEntry(
            "resources", List.of("arn:Instance-database-1", "arn:BucketV2-object-store"));
    assertThat(aws.named("RolePolicyAttachment"))
        .contains("backup-vault-backup", "backup-vault-objects");
  }

  @Test
  void aStandby_hasVaultAndPlan_andIsNotBackedUp() {
    deploy(configuration(""), Position.SECONDARY, PEER);

    assertThat(aws.named("Vault")).containsExactly("backup-vault");
    assertThat(aws.named("Plan")).containsExactly("backup-vault");
    assertThat(aws.named("Selection")).isEmpty();
  }

  @Test
  void withoutObjects_theRoleMayNotReadThem() {
    deploy(configuration(",'objects':false"), Position.PRIMARY, PEER);

    assertThat(aws.inputs("Selection/backup-vault"))
        .containsEntry("resources", List.of("arn:Instance-database-1"));
    assertThat(aws.named("RolePolicyAttachment")).doesNotContain("backup-vault-objects");
  }

  @Test
  void role_isAwsBackups() {
    deploy(configuration(""), Position.PRIMARY, PEER);

    assertThat(aws.inputs("Role/backup-vault")).containsEntry("name", "shop-prod-eu-west-1-backup");
    assertThat((String) aws.inputs("Role/backup-vault").get("assumeRolePolicy"))
        .contains("backup.amazonaws.com");
  }

  @Test
  void lock_isForGovernanceUnlessItSaysUntilWhenItCanBeChanged() {
    deploy(configuration(",'lock':{'mode':'governance'}"), Position.PRIMARY, PEER);

    assertThat(aws.inputs("VaultLockConfiguration/backup-vault"))
        .containsEntry("minRetentionDays", 35.0)
        .doesNotContainKey("changeableForDays");
  }

  @Test
  void lock_forCompliance_canBeChangedForAsLongAsItSays() {
    deploy(
        configuration(",'lock':{'mode':'compliance','changeableForDays':14}"),
        Position.PRIMARY,
        PEER);

    assertThat(aws.inputs("VaultLockConfiguration/backup-vault"))
        .containsEntry("changeableForDays", 14.0);
  }

  @Test
  void copiesThatStayAway_raiseAnAlarmInBothRegions() {
    for (Position position : Position.values()) {
      deploy(configuration(",'alarmAfterHours':48"), position, PEER);

      assertThat(aws.inputs("MetricAlarm/backup-vault-copy-behind"))
          .containsEntry("name", "shop-prod-copy-behind")
          .containsEntry("metricName", "BackupCopyAgeSeconds")
          .containsEntry("threshold", 48 * 3600.0)
          .containsEntry("treatMissingData", "missing");
    }
  }

  @Test
  void people_areToldOfFailedBackupsAndCopies() {
    deploy(configuration(""), Position.PRIMARY, PEER);

    assertThat(
            (String) aws.inputs("EventRule/backup-vault-alerts-backup-failed").get("eventPattern"))
        .contains("Backup Job State Change", "EXPIRED", "arn:Vault-backup-vault");
    assertThat((String) aws.inputs("EventRule/backup-vault-alerts-copy-failed").get("eventPattern"))
        .contains("Copy Job State Change", "sourceBackupVaultArn");
    Map<String, Object> target = aws.inputs("EventTarget/backup-vault-alerts-copy-failed-target");
    assertThat(target).containsEntry("arn", "arn:Topic-monitoring-alerts");
    assertThat(target.get("inputTransformer").toString()).contains("docs/runbooks/backup.md");
  }
}
