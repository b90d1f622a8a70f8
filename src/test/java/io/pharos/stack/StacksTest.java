package io.pharos.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.internal.Internal;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import io.pharos.component.MockAws;
import io.pharos.config.ExampleConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StacksTest {
  private static final Map<String, Object> PRIMARY =
      Map.ofEntries(
          Map.entry("databaseArn", "arn:aws:rds:eu-west-1:123456789012:db:shop-prod-primary-1"),
          Map.entry(
              "databaseCredentials", "{\"username\":\"app\",\"password\":\"of-the-primary\"}"),
          Map.entry("networkAclId", "acl-primary"),
          Map.entry("quarantineGroupId", "sg-quarantine"),
          Map.entry("appCidrs", List.of("10.0.4.0/22")),
          Map.entry("keyArn", "arn:aws:kms:eu-west-1:123456789012:key/1"),
          Map.entry("bucketArn", "arn:aws:s3:::primary"),
          Map.entry("loadBalancerDnsName", "primary.elb.amazonaws.com"),
          Map.entry("loadBalancerZoneId", "Z1"),
          Map.entry("takeoverAlarmName", "shop-prod-reclaimed"),
          Map.entry("takeoverRuleArn", "arn:rule:primary"));

  private static final Map<String, Object> SECONDARY =
      Map.of(
          "networkAclId", "acl-secondary",
          "quarantineGroupId", "sg-quarantine-secondary",
          "appCidrs", List.of("10.1.4.0/22"),
          "takeoverRuleArn", "arn:rule:secondary");

  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void primary_beforeItsPeerExists_leavesTheLinkOutAndSaysSo() {
    TestResult result = run("primary", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("BucketReplicationConfig")).isEmpty();
    assertThat(aws.inputs("Instance/database-1")).containsEntry("engine", "mysql");
  }

  @Test
  void secondary_whereBackupsAreTheStandby_followsWhatTheActiveRegionSaysOnly() {
    aws.withStack("primary", PRIMARY);
    assertThat(run("secondary", ExampleConfiguration.backupRestore(), false).exceptions())
        .isEmpty();
    assertThat(aws.named("InstanceAutomatedBackupsReplication")).isEmpty();

    Map<String, Object> active = new java.util.HashMap<>(PRIMARY);
    active.put("backupSourceArn", active.get("databaseArn"));
    aws.withStack("primary", active);
    run("secondary", ExampleConfiguration.backupRestore(), false);
    assertThat(aws.inputs("InstanceAutomatedBackupsReplication/database-backups"))
        .containsEntry("sourceDbInstanceArn", active.get("databaseArn"));
  }

  @Test
  void secondary_whereCopiesAreTheStandby_replicatesNoBackups_whateverThePeerStillSays() {
    Map<String, Object> active = new java.util.HashMap<>(PRIMARY);
    active.put("backupSourceArn", active.get("databaseArn"));
    active.put("backupVaultArn", "arn:vault:primary");
    aws.withStack("primary", active);

    assertThat(run("secondary", ExampleConfiguration.fromVault(), false).exceptions()).isEmpty();
    assertThat(aws.named("InstanceAutomatedBackupsReplication")).isEmpty();
  }

  @Test
  void primary_oncePeersVaultExists_copiesItsBackupsThere() {
    ExampleConfiguration configuration =
        new ExampleConfiguration()
            .json(
                "backup",
                "{'rules':[{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':35,"
                    + "'copyRetentionDays':35}]}");
    run("primary", configuration, false);
    assertThat(aws.inputs("Plan/backup-vault").toString()).doesNotContain("copyActions");

    aws.withStack("secondary", Map.of("backupVaultArn", "arn:vault:secondary"));
    run("primary", configuration, false);

    assertThat(aws.inputs("Plan/backup-vault").toString())
        .contains("destinationVaultArn=arn:vault:secondary");
  }

  @Test
  void primary_onceItsPeerExists_replicatesObjects() {
    aws.withStack(
        "secondary", Map.of("bucketArn", "arn:aws:s3:::b", "keyArn", "arn:key:secondary"));

    run("primary", new ExampleConfiguration(), false);

    assertThat(aws.named("BucketReplicationConfig")).hasSize(1);
    assertThat(
            aws.inputs("BucketReplicationConfig/" + aws.named("BucketReplicationConfig").get(0))
                .toString())
        .contains("arn:key:secondary");
  }

  @Test
  void primary_onceItsPeerExists_runsOperationsThatActivateIt() {
    aws.withStack("secondary", SECONDARY);

    TestResult result = run("primary", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("StateMachine"))
        .containsExactly("recovery-failback", "recovery-failover", "recovery-standby");
    assertThat(aws.inputs("Function/recovery-fence").toString()).contains("acl-secondary");
    assertThat(aws.inputs("Function/recovery-takeover").toString()).contains("arn:rule:secondary");
    assertThat(aws.inputs("EventRule/recovery-failback-trigger"))
        .containsEntry("state", "DISABLED");
  }

  @Test
  void primary_whereSymmetryIsOff_runsBeaconAndMarkerOnly() {
    aws.withStack("secondary", SECONDARY);

    run("primary", new ExampleConfiguration().at("failover/symmetric", "false"), false);

    assertThat(aws.named("StateMachine")).isEmpty();
    assertThat(aws.named("Function")).containsExactly("recovery-beacon", "recovery-marker");
  }

  @Test
  void primary_onceItKnowsItsPeersKey_isScheduledAlsoWhereSymmetryIsOff() {
    aws.withStack("secondary", Map.of("keyArn", "arn:aws:kms:eu-central-1:123456789012:key/2"));

    run("primary", new ExampleConfiguration().at("failover/symmetric", "false"), false);

    assertThat(aws.named("StateMachine"))
        .containsExactly("recovery-image-machine", "recovery-snapshot-machine");
    assertThat(aws.inputs("Function/recovery-snapshot").toString())
        .contains("arn:aws:kms:eu-central-1:123456789012:key/2");
  }

  @Test
  void primary_whereItIsChosen_failsBackByItself() {
    aws.withStack("secondary", SECONDARY);

    run("primary", new ExampleConfiguration().at("failover/automaticFailback", "true"), false);

    assertThat(aws.inputs("EventRule/recovery-failback-trigger")).containsEntry("state", "ENABLED");
  }

  @Test
  void secondary_replicatesThePrimarysDatabaseAndKnowsItsFence() {
    aws.withStack("primary", PRIMARY);

    TestResult result = run("secondary", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("replicateSourceDb", PRIMARY.get("databaseArn"));
    assertThat(aws.inputs("Function/recovery-fence").toString()).contains("acl-primary");
    assertThat(aws.inputs("aws/aws")).containsEntry("region", "eu-central-1");
  }

  @Test
  void secondary_withoutThePrimary_saysWhatIsMissingAndWhatToDo() {
    TestResult result = run("secondary", new ExampleConfiguration(), false);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.exceptions().toString())
        .contains("Stack 'organization/pharos/primary' has no output", "pulumi up --stack primary");
  }

  @Test
  void secondary_withoutThePrimary_canBePreviewed() {
    TestResult result = run("secondary", new ExampleConfiguration(), true);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("StateMachine"))
        .containsExactly(
            "recovery-failback",
            "recovery-failover",
            "recovery-image-machine",
            "recovery-snapshot-machine",
            "recovery-standby");
  }

  @Test
  void credentials_areSecretOutputs() {
    aws.withStack("primary", PRIMARY);

    TestResult result = run("secondary", new ExampleConfiguration(), false);

    assertThat(Internal.of(result.output("databaseCredentials")).isSecret().join()).isTrue();
  }

  @Test
  void global_leadsToBothRegions() {
    aws.withStack("primary", PRIMARY)
        .withStack(
            "secondary",
            Map.of(
                "loadBalancerDnsName", "secondary.elb.amazonaws.com",
                "loadBalancerZoneId", "Z2",
                "takeoverAlarmName", "shop-prod-taken-over"));

    TestResult result = run("global", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("Record"))
        .containsExactlyInAnyOrder(
            "routing-primary",
            "routing-secondary",
            "routing-rehearsal-primary",
            "routing-rehearsal-secondary",
            "routing-users-primary",
            "routing-users-secondary");
    assertThat(PulumiTest.extractValue(result.output("endpoint")))
        .isEqualTo("https://shop.example.com");
  }

  @Test
  void accelerated_theEntrancesAreLinked_onceThePeersIsThere() {
    ExampleConfiguration accelerated =
        new ExampleConfiguration().at("routing/via", "'accelerator'");
    aws.withStack("secondary", SECONDARY);
    assertThat(run("primary", accelerated, false).exceptions()).isEmpty();
    assertThat(aws.inputs("Function/recovery-fence").toString())
        .contains("PHAROS_PEER_USERS_RULE=none");

    Map<String, Object> deployed = new java.util.HashMap<>(SECONDARY);
    deployed.put("usersRuleArn", "arn:users:secondary");
    deployed.put("closedTargetGroupArn", "arn:closed:secondary");
    aws.withStack("secondary", deployed);
    TestResult result = run("primary", accelerated, false);

    assertThat(aws.inputs("Function/recovery-fence").toString())
        .contains(
            "PHAROS_PEER_USERS_RULE=arn:users:secondary",
            "PHAROS_PEER_CLOSED_TARGET_GROUP=arn:closed:secondary");
    assertThat(PulumiTest.extractValue(result.output("usersRuleArn")))
        .isEqualTo("arn:ListenerRule-users-entrance");
  }

  @Test
  void global_withAnAccelerator_tellsItsNameAndAddresses() {
    Map<String, Object> primary = new java.util.HashMap<>(PRIMARY);
    primary.put("loadBalancerArn", "arn:balancer:primary");
    aws.withStack("primary", primary)
        .withStack(
            "secondary",
            Map.of(
                "loadBalancerDnsName", "secondary.elb.amazonaws.com",
                "loadBalancerZoneId", "Z2",
                "loadBalancerArn", "arn:balancer:secondary",
                "takeoverAlarmName", "shop-prod-taken-over"));

    TestResult result =
        run("global", new ExampleConfiguration().at("routing/via", "'accelerator'"), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(PulumiTest.extractValue(result.output("acceleratorAddresses")))
        .isEqualTo(List.of("75.2.0.1", "99.83.0.1"));
    assertThat(PulumiTest.extractValue(result.output("acceleratorDnsName")))
        .isEqualTo("a1.awsglobalaccelerator.com");
  }

  @Test
  void wrongSettings_registerNothing() {
    TestResult result =
        run(
            "primary",
            new ExampleConfiguration().set("app", "Not A Name").at("network/zones", "9"),
            false);

    assertThat(result.exitCode()).isNotZero();
    assertThat(aws.keys()).isEmpty();
    assertThat(result.exceptions().toString()).contains("pharos:app", "pharos:network.zones");
  }

  @Test
  void anotherStack_isRefusedByName() {
    TestResult result = run("staging", new ExampleConfiguration(), false);

    assertThat(result.exceptions().toString())
        .contains("'staging'", "primary, secondary and global");
    assertThat(aws.keys()).isEmpty();
  }

  private TestResult run(String stack, ExampleConfiguration configuration, boolean preview) {
    return PulumiTestInternal.builder()
        .mocks(aws)
        .options(
            TestOptions.builder()
                .projectName("pharos")
                .organizationName("organization")
                .stackName(stack)
                .preview(preview)
                .build())
        .config(configuration.keys(), Set.of())
        .build()
        .runTest(App::run);
  }
}
