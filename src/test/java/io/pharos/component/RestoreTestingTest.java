package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.asset.AssetArchive;
import com.pulumi.asset.StringAsset;
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

class RestoreTestingTest {
  private static final String VAULT = "arn:aws:backup:eu-central-1:1:backup-vault:shop-prod-vault";

  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  private void deploy(Position position) {
    Site site =
        new Site(
            new ExampleConfiguration()
                .json(
                    "backup",
                    "{'rules':[{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':35,"
                        + "'copyRetentionDays':90}],'restoreTest':{'at':'cron(0 12 ? * SUN *)',"
                        + "'tables':['orders','items']}}")
                .read(),
            position);
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          Network network = region.network();
          Encryption encryption = region.encryption();
          Configuration stored = region.configuration(encryption);
          Database database = region.database(network, encryption, stored);
          LoadBalancer loadBalancer = region.loadBalancer(network);
          Monitoring monitoring =
              new Monitoring(
                  "monitoring",
                  new MonitoringArgs(site, encryption, loadBalancer, database),
                  options);
          Recovery recovery =
              new Recovery(
                  "recovery",
                  new RecoveryArgs(
                      site,
                      new AssetArchive(Map.of("code", new StringAsset("functions"))),
                      network,
                      encryption,
                      stored,
                      database,
                      loadBalancer,
                      new Ec2Compute(
                          "compute",
                          new Ec2ComputeArgs(
                              site, network, encryption, stored, database, loadBalancer),
                          options),
                      monitoring,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()),
                  options);
          new RestoreTesting(
              "restore-testing",
              new RestoreTestingArgs(
                  site,
                  site.restoreTest().orElseThrow(),
                  network,
                  database,
                  monitoring,
                  recovery,
                  Output.of(VAULT)),
              options);
        });
  }

  @Test
  void plan_restoresTheNewestCopyOfTheRegionsOwnVault() {
    deploy(Position.SECONDARY);

    assertThat(aws.inputs("RestoreTestingPlan/restore-testing"))
        .containsEntry("name", "shop_prod_restore")
        .containsEntry("scheduleExpression", "cron(0 12 ? * SUN *)")
        .containsEntry("startWindowHours", 1.0);
    assertThat(
            aws.inputs("RestoreTestingPlan/restore-testing")
                .get("recoveryPointSelection")
                .toString())
        .contains("LATEST_WITHIN_WINDOW", VAULT, "SNAPSHOT", "selectionWindowDays=7");
  }

  @Test
  void whatIsRestored_isOutOfTheApplicationsReach() {
    deploy(Position.SECONDARY);

    assertThat(aws.inputs("RestoreTestingSelection/restore-testing"))
        .containsEntry("protectedResourceArns", List.of("*"))
        .containsEntry("iamRoleArn", "arn:Role-restore-testing")
        .containsEntry("validationWindowHours", 1.0);
    assertThat(
            aws.inputs("RestoreTestingSelection/restore-testing").get("restoreMetadataOverrides"))
        .isEqualTo(
            Map.of(
                "dbInstanceClass", "db.t4g.medium",
                "dbParameterGroupName", "shop-prod-secondary-mysql8-0",
                "dbSubnetGroupName", "shop-prod-secondary",
                "vpcSecurityGroupIds", "[\"SecurityGroup-network-quarantine\"]"));
  }

  @Test
  void aRegionThatServes_hasThePlanAndRestoresNothing() {
    deploy(Position.PRIMARY);

    assertThat(aws.named("RestoreTestingPlan")).containsExactly("restore-testing");
    assertThat(aws.named("RestoreTestingSelection")).isEmpty();
  }

  @Test
  void role_isAwsBackupsToRestore() {
    deploy(Position.SECONDARY);

    assertThat(aws.inputs("Role/restore-testing"))
        .containsEntry("name", "shop-prod-eu-central-1-restore-test");
    assertThat((String) aws.inputs("RolePolicyAttachment/restore-testing").get("policyArn"))
        .endsWith("service-role/AWSBackupServiceRolePolicyForRestores");
  }

  @Test
  void everyTestThatEnds_isJudgedByTheFunction() {
    deploy(Position.SECONDARY);

    assertThat((String) aws.inputs("EventRule/restore-testing-ended").get("eventPattern"))
        .contains(
            "Restore Job State Change",
            "arn:RestoreTestingPlan-restore-testing",
            "COMPLETED",
            "FAILED",
            "ABORTED");
    assertThat(aws.inputs("EventTarget/restore-testing-ended-target").get("arn"))
        .asString()
        .contains("recovery-proof");
  }

  @Test
  void bothFunctions_areThereAndTheOneInTheVpcMayCallNothing() {
    deploy(Position.SECONDARY);

    assertThat(aws.named("Function")).contains("recovery-proof", "recovery-look");
    assertThat(aws.inputs("Function/recovery-look")).containsKey("vpcConfig");
    assertThat(aws.inputs("Function/recovery-proof")).doesNotContainKey("vpcConfig");
    assertThat(aws.named("RolePolicy"))
        .contains("recovery-proof-policy")
        .doesNotContain("recovery-look-policy");
    assertThat(
            ((Map<?, ?>) aws.inputs("Function/recovery-proof").get("environment"))
                .get("variables")
                .toString())
        .contains("PHAROS_PROVEN_TABLES=orders,items");
  }

  @Test
  void policy_namesWhatTheFunctionCallsAndOnlyWhatWasRestoredForTests() {
    deploy(Position.SECONDARY);

    String policy = aws.inputs("RolePolicy/recovery-proof-policy").get("policy").toString();
    assertThat(policy)
        .contains(
            "backup:DescribeRestoreJob",
            "backup:PutRestoreValidationResult",
            "arn:aws:rds:eu-central-1:123456789012:db:awsbackup-restore-test-*",
            "arn:aws:lambda:eu-central-1:123456789012:function:shop-prod-dr-look:live",
            "arn:Topic-monitoring-alerts",
            "sqs:SendMessage")
        .doesNotContain("rds:Delete", "rds:Modify", ":*\"", "db:shop-prod");
  }

  @Test
  void aTestThatFails_andNoneForTooLong_raiseAlarms() {
    deploy(Position.SECONDARY);

    assertThat(aws.inputs("MetricAlarm/restore-testing-alarms-failed"))
        .containsEntry("name", "shop-prod-restore-test-failed")
        .containsEntry("metricName", "RestoreTestFailed")
        .containsEntry("threshold", 1.0);
    assertThat(aws.inputs("MetricAlarm/restore-testing-alarms-behind"))
        .containsEntry("name", "shop-prod-restore-test-behind")
        .containsEntry("metricName", "RestoreTestAgeSeconds")
        .containsEntry("threshold", 180 * 3600.0);
  }
}
