package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final String ADOPTED = "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void active_isAMultiAzWriterWithBackups() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("identifier", "shop-prod-primary-1")
        .containsEntry("engine", "mysql")
        .containsEntry("engineVersion", "8.0.43")
        .containsEntry("allocatedStorage", 20.0)
        .containsEntry("multiAz", true)
        .containsEntry("backupRetentionPeriod", 7.0)
        .containsEntry("backupWindow", "02:00-03:00")
        .containsEntry("username", "app")
        .containsEntry("dbName", "shop")
        .doesNotContainKey("replicateSourceDb");
  }

  @Test
  void postgres_hasItsOwnFamilyPortAndParameters() {
    deploy(Position.PRIMARY, postgres());

    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("engine", "postgres")
        .containsEntry("engineVersion", "17.6")
        .containsEntry("parameterGroupName", "shop-prod-primary-postgres17")
        .containsEntry("enabledCloudwatchLogsExports", List.of("postgresql", "upgrade"));
    assertThat(aws.inputs("ParameterGroup/database"))
        .containsEntry("family", "postgres17")
        .extractingByKey("parameters")
        .asString()
        .contains("rds.force_ssl", "log_min_duration_statement")
        .doesNotContain("require_secure_transport");
  }

  private static ExampleConfiguration postgres() {
    return new ExampleConfiguration()
        .at("database/engine", "'postgres'")
        .at("database/engineVersion", "'17.6'");
  }

  @Test
  void standby_isAReplicaAndOmitsWhatAReplicaMustNotHave() {
    deploy(Position.SECONDARY, new ExampleConfiguration());

    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("identifier", "shop-prod-secondary-1")
        .containsEntry("replicateSourceDb", "arn:source")
        .doesNotContainKeys(
            "engine",
            "engineVersion",
            "allocatedStorage",
            "username",
            "password",
            "dbName",
            "multiAz",
            "backupRetentionPeriod",
            "backupWindow");
  }

  @Test
  void bothRoles_areEncryptedWithTheRegionsOwnKeyAndReachableFromInsideOnly() {
    deploy(Position.SECONDARY, new ExampleConfiguration());

    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("storageEncrypted", true)
        .containsEntry("kmsKeyId", "arn:Key-encryption")
        .containsEntry("publiclyAccessible", false)
        .containsEntry("autoMinorVersionUpgrade", false)
        .containsEntry("parameterGroupName", "shop-prod-secondary-mysql8-0")
        .containsEntry("vpcSecurityGroupIds", List.of("SecurityGroup-network-database"));
  }

  @Test
  void options_ignoreWhatAPromotionOrAFenceChanges() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    CustomResourceOptions options = aws.options("Instance/database-1");
    assertThat(options.getIgnoreChanges())
        .containsExactlyInAnyOrder(
            "replicateSourceDb",
            "username",
            "dbName",
            "password",
            "kmsKeyId",
            "snapshotIdentifier",
            "restoreToPointInTime",
            "availabilityZone",
            "vpcSecurityGroupIds");
    assertThat(options.getImportId()).isEmpty();
  }

  @Test
  void protection_guardsAgainstEveryWayToLoseIt() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    CustomResourceOptions options = aws.options("Instance/database-1");
    assertThat(options.isProtect()).isTrue();
    assertThat(options.isRetainOnDelete()).isTrue();
    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("deletionProtection", true)
        .containsEntry("skipFinalSnapshot", false)
        .containsEntry("finalSnapshotIdentifier", "shop-prod-primary-1-final");
  }

  @Test
  void withoutProtection_nothingStays() {
    deploy(Position.PRIMARY, new ExampleConfiguration().set("protection", "off"));

    CustomResourceOptions options = aws.options("Instance/database-1");
    assertThat(options.isProtect()).isFalse();
    assertThat(options.isRetainOnDelete()).isFalse();
    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("deletionProtection", false)
        .containsEntry("skipFinalSnapshot", true)
        .doesNotContainKey("finalSnapshotIdentifier");
  }

  @Test
  void generations_adoptTheCurrentAndFreezeTheRetired() {
    deploy(
        Position.PRIMARY,
        new ExampleConfiguration()
            .set("active", "secondary")
            .json("generations", "{'current':2,'adopt':'" + ADOPTED + "','retired':[1]}"));

    assertThat(aws.named("Instance")).containsExactly("database-1", "database-2");
    assertThat(aws.inputs("Instance/database-2"))
        .containsEntry("identifier", "shop-prod-primary-2")
        .containsKey("replicateSourceDb");
    assertThat(aws.options("Instance/database-2").getImportId()).hasValue(ADOPTED);
    CustomResourceOptions retired = aws.options("Instance/database-1");
    assertThat(retired.getIgnoreChanges()).containsExactly("*");
    assertThat(retired.isProtect()).isTrue();
    assertThat(retired.isRetainOnDelete()).isTrue();
    assertThat(retired.getImportId()).isEmpty();
  }

  @Test
  void password_comesFromTheSecretVersionAndIsSecret() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    Output<String> password =
        aws.arguments("Instance/database-1", InstanceArgs.class).password().orElseThrow();
    assertThat(PulumiTest.extractValue(password)).isEqualTo("correcthorse");
    assertThat(Internal.of(password).isSecret().join()).isTrue();
  }

  @Test
  void localParameters_tellTheApplicationAndTheRuntime() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("Parameter/database-endpoint"))
        .containsEntry("name", "/shop/prod/local/database-endpoint")
        .containsEntry("value", "db.example:3306");
    assertThat(aws.inputs("Parameter/database-identifier"))
        .containsEntry("name", "/shop/prod/local/database-identifier")
        .containsEntry("value", "shop-prod-primary-1");
    assertThat(aws.options("Parameter/database-endpoint").getIgnoreChanges())
        .containsExactly("value");
  }

  @Test
  void specification_holdsEveryInputOfAReplica_andTheDefaultTags() throws Exception {
    deploy(Position.SECONDARY, new ExampleConfiguration());

    Map<String, Object> specification =
        Json.MAPPER.readValue(
            aws.inputs("Parameter/database-specification").get("value").toString(),
            new TypeReference<>() {});
    Map<String, Object> declared = new TreeMap<>(aws.inputs("Instance/database-1"));
    // What the runtime gives each generation anew, and what only Pulumi reads.
    List.of(
            "identifier",
            "replicateSourceDb",
            "storageEncrypted",
            "applyImmediately",
            "skipFinalSnapshot",
            "finalSnapshotIdentifier",
            "deleteAutomatedBackups")
        .forEach(declared::remove);
    assertThat(specification)
        .containsEntry(
            "tags",
            Map.of(
                "pharos:app", "shop",
                "pharos:environment", "prod",
                "pharos:stack", "secondary"))
        .containsAllEntriesOf(declared)
        .hasSize(declared.size() + 1);
    assertThat(aws.options("Parameter/database-specification").getIgnoreChanges()).isEmpty();
  }

  @Test
  void aSkeleton_hasBackupsOfTheActiveDatabaseAndAllThatARestoreNeeds() {
    deploy(Position.SECONDARY, ExampleConfiguration.backupRestore());

    assertThat(aws.named("Instance")).isEmpty();
    assertThat(aws.inputs("InstanceAutomatedBackupsReplication/database-backups"))
        .containsEntry("sourceDbInstanceArn", "arn:source")
        .containsEntry("kmsKeyId", "arn:Key-encryption")
        .containsEntry("retentionPeriod", 7.0);
    assertThat(aws.options("InstanceAutomatedBackupsReplication/database-backups"))
        .satisfies(options -> assertThat(options.isRetainOnDelete()).isTrue());
    assertThat(aws.named("SubnetGroup")).containsExactly("database");
    assertThat(aws.inputs("Parameter/database-identifier"))
        .containsEntry("value", "shop-prod-secondary-0");
    assertThat(aws.inputs("Parameter/database-endpoint"))
        .containsEntry("value", "shop-prod-secondary-0.invalid:1");
    assertThat(aws.options("Parameter/recovery-point").getIgnoreChanges()).containsExactly("value");
    assertThat(aws.inputs("Parameter/database-specification").get("value").toString())
        .contains("shop-prod-secondary-mysql8-0");
  }

  @Test
  void whereBackupsAreTheStandby_theWriterIsAsEver_andReplicatesNothing() {
    deploy(Position.PRIMARY, ExampleConfiguration.backupRestore());

    assertThat(aws.inputs("Instance/database-1")).containsEntry("engine", "mysql");
    assertThat(aws.named("InstanceAutomatedBackupsReplication")).isEmpty();
  }

  @Test
  void aSkeletonWithCopiesInItsVault_replicatesNothing() {
    deploy(Position.SECONDARY, ExampleConfiguration.fromVault());

    assertThat(aws.named("Instance")).isEmpty();
    assertThat(aws.named("InstanceAutomatedBackupsReplication")).isEmpty();
    assertThat(aws.options("Parameter/recovery-point").getIgnoreChanges()).containsExactly("value");
  }

  @Test
  void whatWasRestored_isAdopted_andWhatWasLeftBehind_stays() {
    deploy(
        Position.SECONDARY,
        ExampleConfiguration.backupRestore()
            .set("active", "secondary")
            .json("generations", "{'current':2,'adopt':'" + ADOPTED + "','retired':[1]}"));

    assertThat(aws.named("Instance")).containsExactly("database-1", "database-2");
    assertThat(aws.options("Instance/database-1").getIgnoreChanges()).containsExactly("*");
    assertThat(aws.inputs("Instance/database-2"))
        .containsEntry("engine", "mysql")
        .containsEntry("identifier", "shop-prod-secondary-2");
    assertThat(aws.named("InstanceAutomatedBackupsReplication")).isEmpty();
  }

  @Test
  void anActiveRegionWithoutADatabase_isRefused() {
    Site site =
        new Site(
            ExampleConfiguration.backupRestore().set("active", "secondary").read(),
            Position.SECONDARY);

    assertThatThrownBy(
            () ->
                aws.run(
                    (context, options) -> {
                      assertThatThrownBy(() -> new Region(site, options).database())
                          .hasMessageContaining("begins with pharos:active: primary");
                      throw new IllegalStateException("refused as it should");
                    }))
        .hasStackTraceContaining("refused as it should");
  }

  @Test
  void parameterGroup_requiresTls() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("ParameterGroup/database")).containsEntry("family", "mysql8.0");
    assertThat(aws.inputs("ParameterGroup/database").get("parameters"))
        .asString()
        .contains("require_secure_transport");
  }

  @Test
  void args_whenAStandbyHasNoSource_refuses() {
    Site standby = new Site(new ExampleConfiguration().read(), Position.SECONDARY);

    assertThatThrownBy(() -> new DatabaseArgs(standby, null, null, null, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void deploy(Position position, ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), position);
    aws.run((context, options) -> new Region(site, options).database());
  }
}
