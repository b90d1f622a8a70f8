package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pulumi.asset.AssetArchive;
import com.pulumi.asset.StringAsset;
import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.ResourceRef;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.recovery.contract.Upkeep;
import io.pharos.recovery.contract.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void functions_whereOperationsRun_areAllThere() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(aws.named("Function"))
        .containsExactlyInAnyOrder(
            Arrays.stream(RecoveryFunction.values())
                .filter(function -> !function.ofSkeletons() && !function.ofRestoreTests())
                .filter(function -> !function.ofReplicatedImages())
                .map(function -> "recovery-" + function.word())
                .toArray(String[]::new));
    assertThat(aws.named("StateMachine"))
        .containsExactly(
            "recovery-failback",
            "recovery-failover",
            "recovery-image-machine",
            "recovery-snapshot-machine",
            "recovery-standby");
  }

  @Test
  void whereBackupsAreTheStandby_theAlarmAsksForARestore_andStartsNothingByItself() {
    deploy(ExampleConfiguration.backupRestore(), Position.SECONDARY);

    assertThat(aws.named("Function"))
        .containsAll(
            Arrays.stream(RecoveryFunction.values())
                .filter(function -> !function.ofRestoreTests() && !function.ofReplicatedImages())
                .map(function -> "recovery-" + function.word())
                .toList());
    assertThat(aws.named("StateMachine")).contains("recovery-restore-machine", "recovery-failover");
    assertThat(aws.named("EventRule"))
        .contains("recovery-restore-machine-trigger")
        .doesNotContain("recovery-failover-trigger");
    assertThat(aws.inputs("EventRule/recovery-restore-machine-trigger"))
        .containsEntry("state", "DISABLED");
    assertThat(aws.inputs("CompositeAlarm/recovery-detection-peer-lost"))
        .containsEntry("alarmRule", "ALARM(\"shop-prod-peer-unreachable\")");
    assertThat(aws.inputs("MetricAlarm/recovery-detection-backup-behind"))
        .containsEntry("metricName", "BackupAgeSeconds")
        .containsEntry("threshold", 14400.0);
    assertThat(aws.named("MetricAlarm")).doesNotContain("recovery-detection-replication-broken");
    assertThat(statements("restore").toString())
        .contains(
            "rds:RestoreDBInstanceToPointInTime",
            "arn:aws:rds:eu-central-1:123456789012:auto-backup:*")
        .doesNotContain("eu-west-1");
    assertThat(variables("beacon")).containsEntry("PHAROS_STANDBY", "backups");
    assertThat(variables("network").get("PHAROS_NAT_SUBNETS").toString()).contains(",");
    assertThat(aws.inputs("EventRule/recovery-marker-schedule")).containsEntry("state", "DISABLED");
    assertThat(aws.options("EventRule/recovery-marker-schedule").getIgnoreChanges())
        .containsExactly("state");
    assertThat(aws.inputs("EventRule/recovery-beacon-schedule")).doesNotContainKey("state");
    assertThat(aws.inputs("Vpc/network").toString()).contains("strategy=None");
  }

  @Test
  void whereCopiesAreTheStandby_functionsMayLookAtThem_andRestoreThemAlone() {
    deploy(ExampleConfiguration.fromVault(), Position.SECONDARY);

    assertThat(statements("restore").toString())
        .contains(
            "rds:RestoreDBInstanceFromDBSnapshot",
            "arn:aws:rds:eu-central-1:123456789012:snapshot:awsbackup:*")
        .doesNotContain("ToPointInTime", "auto-backup", "eu-west-1");
    for (String function : List.of("beacon", "gate", "ready")) {
      assertThat(statements(function).toString())
          .contains(
              "backup:ListRecoveryPointsByBackupVault",
              "arn:aws:backup:eu-central-1:123456789012:backup-vault:shop-prod-vault",
              "rds:DescribeDBSnapshots")
          .doesNotContain("AutomatedBackups");
      assertThat(variables(function))
          .containsEntry("PHAROS_STANDBY", "copies")
          .containsEntry("PHAROS_BACKUP_VAULT", "shop-prod-vault");
    }
  }

  @Test
  void whereReplicasAreTheStandby_nobodyMayLookAtBackups() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    for (String function : List.of("beacon", "gate", "ready")) {
      assertThat(statements(function).toString()).doesNotContain("AutomatedBackups");
    }
  }

  @Test
  void functions_inThePrimary_areBeaconAndMarkerOnly() {
    deploy(new ExampleConfiguration(), Position.PRIMARY);

    assertThat(aws.named("Function"))
        .containsExactlyInAnyOrder("recovery-beacon", "recovery-marker");
    assertThat(aws.named("StateMachine")).isEmpty();
    assertThat(aws.named("CompositeAlarm")).isEmpty();
    assertThat(aws.inputs("MetricAlarm/recovery-traffic")).containsEntry("metricName", "Reclaimed");
  }

  @Test
  void function_hasItsHandlerItsVariablesAndAnAlias() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(aws.inputs("Function/recovery-promote"))
        .containsEntry("name", "shop-prod-dr-promote")
        .containsEntry("handler", "io.pharos.recovery.function.Promote::handleRequest")
        .containsEntry("timeout", 30.0)
        .containsEntry("publish", true)
        .doesNotContainKey("vpcConfig");
    assertThat(variables("promote").keySet())
        .containsExactlyInAnyOrder(
            RecoveryFunction.PROMOTE.variables().stream()
                .map(Variable::name)
                .toArray(String[]::new));
    assertThat(variables("fence"))
        .containsEntry("PHAROS_PEER_NETWORK_ACL", "acl-peer")
        .containsEntry("PHAROS_PEER_REGION", "eu-west-1")
        .containsEntry("PHAROS_PEER_APP_CIDRS", "10.0.4.0/22,10.0.132.0/22");
    assertThat(variables("fence"))
        .containsEntry("PHAROS_PEER_QUARANTINE_GROUP", "sg-peer-quarantine")
        .containsEntry("PHAROS_PEER_AUTO_SCALING_GROUP", "shop-prod-app");
    assertThat(aws.inputs("Alias/recovery-promote-live"))
        .containsEntry("name", RecoveryFunction.ALIAS);
  }

  @Test
  void policy_namesActionsAndResources() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(statements("promote"))
        .anySatisfy(
            statement -> {
              assertThat(texts(statement.path("Action")))
                  .containsExactly("rds:PromoteReadReplica", "rds:ModifyDBInstance");
              assertThat(texts(statement.path("Resource")))
                  .containsExactly(
                      "arn:aws:rds:eu-central-1:123456789012:db:shop-prod-secondary-*");
            });
    assertThat(statements("fence"))
        .anySatisfy(
            statement ->
                assertThat(texts(statement.path("Resource")))
                    .containsExactly("arn:aws:ec2:eu-west-1:123456789012:network-acl/acl-peer"));
  }

  @Test
  void policy_ofTheReseed_changesADatabaseAndItsParameterGroupInOneStatement() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(statements("reseed"))
        .filteredOn(statement -> texts(statement.path("Action")).contains("rds:ModifyDBInstance"))
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(texts(statement.path("Action"))).containsExactly("rds:ModifyDBInstance");
              assertThat(texts(statement.path("Resource")))
                  .containsExactly(
                      "arn:aws:rds:eu-central-1:123456789012:db:shop-prod-secondary-*",
                      "arn:aws:rds:eu-central-1:123456789012:pg:shop-prod-secondary-*");
            });
  }

  @Test
  void policy_ofTheBeacon_callsTheAliasesOfTheStepsAndNoOtherFunction() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);
    assertThat(calledByBeacon()).containsExactlyElementsOf(aliases(RecoveryFunction.steps()));

    deploy(ExampleConfiguration.backupRestore(), Position.SECONDARY);
    assertThat(calledByBeacon())
        .containsExactlyElementsOf(aliases(RecoveryFunction.restoringSteps()));

    // No operation can run there yet.
    deploy(new ExampleConfiguration(), Position.PRIMARY);
    assertThat(calledByBeacon()).isEmpty();
  }

  private List<String> calledByBeacon() {
    return statements("beacon").stream()
        .filter(statement -> texts(statement.path("Action")).contains("lambda:InvokeFunction"))
        .flatMap(statement -> texts(statement.path("Resource")).stream())
        .toList();
  }

  private static List<String> aliases(List<RecoveryFunction> functions) {
    return functions.stream()
        .map(
            function ->
                "arn:aws:lambda:eu-central-1:123456789012:function:shop-prod-dr-"
                    + function.word()
                    + ":live")
        .toList();
  }

  @Test
  void policies_haveNoIdentifierOfAStatementTwice() {
    deploy(ExampleConfiguration.backupRestore(), Position.SECONDARY);

    for (RecoveryFunction function : always()) {
      assertThat(statements(function.word()))
          .as(function.word())
          .extracting(statement -> statement.path("Sid").asText())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void policy_ofTheFence_namesWhatIsThePeersByItsName() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(
            statements("fence").stream()
                .flatMap(statement -> texts(statement.path("Resource")).stream()))
        .contains(
            "arn:aws:rds:eu-west-1:123456789012:db:shop-prod-primary-*",
            "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/local/*",
            "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/"
                + "shop-prod-app");
  }

  @Test
  void policy_ofEveryFunction_allowsWhatItDeclaresAndNoWildcardAction() {
    deploy(ExampleConfiguration.backupRestore(), Position.SECONDARY);

    for (RecoveryFunction function : always()) {
      List<String> declared =
          function.permissions().stream()
              .filter(
                  permission ->
                      permission
                          .needs()
                          .metBy(
                              new EventSourceNames(List.of(), List.of()),
                              Platform.EC2,
                              StandbyWord.BACKUPS,
                              false,
                              false,
                              false))
              // No image is in ECR here.
              .filter(permission -> !permission.resources().contains(ResourceRef.REPOSITORIES))
              .flatMap(permission -> permission.actions().stream())
              .toList();
      List<String> allowed =
          statements(function.word()).stream()
              .flatMap(statement -> texts(statement.path("Action")).stream())
              .filter(action -> !action.equals("sqs:SendMessage"))
              .toList();
      assertThat(allowed).as(function.word()).containsExactlyElementsOf(declared);
      assertThat(allowed).as(function.word()).noneMatch(action -> action.contains("*"));
    }
  }

  @Test
  void upkeep_looksIntoTheVault_whereAwsBackupHasOne() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);
    assertThat(variables("upkeep")).containsEntry("PHAROS_BACKUP_VAULT", "none");

    deploy(
        new ExampleConfiguration()
            .json(
                "backup",
                "{'rules':[{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':35,"
                    + "'copyRetentionDays':35}]}"),
        Position.SECONDARY);
    assertThat(variables("upkeep")).containsEntry("PHAROS_BACKUP_VAULT", "shop-prod-vault");
    assertThat(statements("upkeep").toString())
        .contains(
            "backup:ListRecoveryPointsByBackupVault",
            "arn:aws:backup:eu-central-1:123456789012:backup-vault:shop-prod-vault");
  }

  private static final String IN_ECR = "'123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7'";

  @Test
  void images_inEcr_areLookedForInTheRegionsOwnRegistry() {
    deploy(new ExampleConfiguration().at("compute/containers/0/image", IN_ECR), Position.SECONDARY);

    String image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:7";
    assertThat(variables("upkeep")).containsEntry("PHAROS_REGISTRY_IMAGES", image);
    assertThat(variables("ready")).containsEntry("PHAROS_REGISTRY_IMAGES", image);
    assertThat(statements("upkeep"))
        .anySatisfy(
            statement -> {
              assertThat(texts(statement.path("Action"))).containsExactly("ecr:DescribeImages");
              assertThat(texts(statement.path("Resource")))
                  .containsExactly("arn:aws:ecr:eu-central-1:123456789012:repository/shop/web");
            });
    assertThat(statements("ready").toString()).doesNotContain("ecr:");
    assertThat(aws.named("Invocation")).isEmpty();
    assertThat(aws.named("Function")).doesNotContain("recovery-registry");
  }

  @Test
  void images_inNoRegistryOfEcr_areNobodysToLookFor() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(variables("upkeep")).containsEntry("PHAROS_REGISTRY_IMAGES", "none");
    assertThat(statements("upkeep").toString()).doesNotContain("ecr:");
  }

  @Test
  void images_thatAreReplicated_haveARuleInBothRegistries_thatComesAndGoesWithTheStack() {
    for (Position position : Position.values()) {
      deploy(
          new ExampleConfiguration()
              .at("compute/containers/0/image", IN_ECR)
              .at("compute/replicateImages", "true"),
          position);
    }

    assertThat(aws.inputs("Invocation/recovery-registry-rule"))
        .containsEntry("functionName", "shop-prod-dr-registry")
        .containsEntry("qualifier", "live")
        .containsEntry("lifecycleScope", "CRUD")
        .containsEntry(
            "input", "{\"repositories\":[\"123456789012/shop/web\"],\"to\":\"eu-west-1\"}");
    assertThat(aws.inputs("EventRule/recovery-registry-rule"))
        .containsEntry("scheduleExpression", "rate(1 hour)");
    assertThat(aws.named("ReplicationConfiguration")).isEmpty();
    assertThat(statements("registry"))
        .flatExtracting(statement -> texts(statement.path("Action")))
        .containsExactly(
            "ecr:DescribeRegistry",
            "ecr:PutReplicationConfiguration",
            "iam:CreateServiceLinkedRole",
            "sqs:SendMessage");
  }

  @Test
  void functions_knowNoEntranceOfUsers_whereNoAcceleratorLeadsThem() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(variables("takeover"))
        .containsEntry("PHAROS_USERS_RULE", "none")
        .containsEntry("PHAROS_PEER_USERS_RULE", "none");
    for (String word : List.of("beacon", "fence", "takeover", "ready")) {
      assertThat(statements(word).toString()).doesNotContain("globalaccelerator", "users");
    }
  }

  @Test
  void functions_switchTheEntrancesAndTurnDials_whereAnAcceleratorLeadsUsers() {
    deploy(new ExampleConfiguration().at("routing/via", "'accelerator'"), Position.SECONDARY);

    assertThat(variables("takeover"))
        .containsEntry("PHAROS_USERS_RULE", "arn:ListenerRule-users-entrance")
        .containsEntry("PHAROS_CLOSED_TARGET_GROUP", "arn:TargetGroup-users-entrance-closed")
        .containsEntry("PHAROS_PEER_USERS_RULE", "arn:peer-users-rule")
        .containsEntry("PHAROS_PEER_CLOSED_TARGET_GROUP", "arn:peer-closed");
    assertThat(statements("fence").toString()).contains("arn:peer-users-rule");
    assertThat(statements("takeover").toString())
        .contains("arn:ListenerRule-users-entrance", "arn:peer-users-rule")
        .doesNotContain("globalaccelerator");
    assertThat(statements("beacon").toString())
        .contains(
            "globalaccelerator:UpdateEndpointGroup",
            "arn:aws:globalaccelerator::123456789012:accelerator/*")
        .doesNotContain("arn:peer-users-rule");
    assertThat(statements("ready").toString()).doesNotContain("UpdateEndpointGroup");
  }

  @Test
  void policies_haveNothingOfEventSources_whereNoneIsNamed() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    // Those of a skeleton switch the marker's own rule.
    for (RecoveryFunction function :
        always().stream().filter(each -> !each.ofSkeletons()).toList()) {
      assertThat(statements(function.word()))
          .as(function.word())
          .flatExtracting(statement -> texts(statement.path("Action")))
          // The beacon calls functions, which changes none.
          .noneMatch(action -> action.matches("(lambda:(?!InvokeFunction$)|events:).*"));
      assertThat(statements(function.word()))
          .allSatisfy(statement -> assertThat(statement.path("Resource")).isNotEmpty());
    }
    assertThat(variables("sources")).containsEntry("PHAROS_EVENT_SOURCES", "functions=;rules=");
  }

  @Test
  void policies_nameTheFunctionsAndRulesThatAreEventSources_andNoOthers() {
    deploy(
        new ExampleConfiguration().json("eventSources", "{'functions':['orders','mail']}"),
        Position.SECONDARY);

    assertThat(variables("sources"))
        .containsEntry("PHAROS_EVENT_SOURCES", "functions=orders,mail;rules=");
    assertThat(statements("sources"))
        .filteredOn(
            statement -> texts(statement.path("Action")).contains("lambda:PutFunctionConcurrency"))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(texts(statement.path("Resource")))
                    .containsExactly(
                        "arn:aws:lambda:eu-central-1:123456789012:function:orders",
                        "arn:aws:lambda:eu-central-1:123456789012:function:mail"));
    assertThat(statements("fence"))
        .filteredOn(
            statement ->
                texts(statement.path("Action")).contains("lambda:UpdateEventSourceMapping"))
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(texts(statement.path("Resource")))
                  .containsExactly("arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:*");
              assertThat(texts(statement.at("/Condition/ArnLike/lambda:FunctionArn")))
                  .containsExactly(
                      "arn:aws:lambda:eu-west-1:123456789012:function:orders",
                      "arn:aws:lambda:eu-west-1:123456789012:function:orders:*",
                      "arn:aws:lambda:eu-west-1:123456789012:function:mail",
                      "arn:aws:lambda:eu-west-1:123456789012:function:mail:*");
            });
    assertThat(statements("beacon"))
        .flatExtracting(statement -> texts(statement.path("Action")))
        .noneMatch(action -> action.startsWith("events:"));
  }

  /** IAM: the inline policies of a role have 10,240 characters together, blanks not counted. */
  @Test
  void policies_fitTheirRoles_withAsManyNamesAsThereMayBe() {
    List<String> names =
        IntStream.range(0, 10).mapToObj(i -> "'" + i + "x".repeat(63) + "'").toList();
    deploy(
        ExampleConfiguration.backupRestore()
            .json(
                "eventSources",
                "{'functions':%s,'rules':%s}".formatted(names, names).replace(" ", "")),
        Position.SECONDARY);

    for (RecoveryFunction function : always()) {
      assertThat(
              aws.inputs("RolePolicy/recovery-" + function.word() + "-policy")
                  .get("policy")
                  .toString()
                  .replace(" ", ""))
          .as(function.word())
          .hasSizeLessThan(10_240);
    }
  }

  @Test
  void marker_runsBesideTheDatabase() {
    deploy(new ExampleConfiguration(), Position.PRIMARY);

    assertThat(aws.inputs("Function/recovery-marker").get("vpcConfig"))
        .asString()
        .contains("SecurityGroup-network-tools");
    assertThat(aws.inputs("RolePolicyAttachment/recovery-marker-logs").get("policyArn"))
        .asString()
        .endsWith("AWSLambdaVPCAccessExecutionRole");
  }

  @Test
  void schedule_callsTheAliasEveryMinuteAndNeverTwice() {
    deploy(new ExampleConfiguration(), Position.PRIMARY);

    assertThat(aws.inputs("EventRule/recovery-beacon-schedule"))
        .containsEntry("scheduleExpression", "rate(1 minute)");
    assertThat(aws.inputs("EventTarget/recovery-beacon-schedule-target"))
        .containsEntry("arn", "arn:Alias-recovery-beacon-live");
    assertThat(aws.inputs("FunctionEventInvokeConfig/recovery-beacon-schedule-async"))
        .containsEntry("maximumRetryAttempts", 0.0);
    assertThat(aws.inputs("Permission/recovery-beacon-schedule-permission"))
        .containsEntry("principal", "events.amazonaws.com")
        .containsEntry("qualifier", RecoveryFunction.ALIAS);
  }

  @Test
  void stateMachine_callsAliasesThatItsRoleMayInvoke() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    String definition = aws.inputs("StateMachine/recovery-failover").get("definition").toString();
    String policy = aws.inputs("RolePolicy/recovery-failover-policy").get("policy").toString();
    assertThat(definition).contains("arn:Alias-recovery-promote-live").doesNotContain("${");
    for (RecoveryFunction step : RecoveryFunction.steps()) {
      assertThat(policy).contains("arn:Alias-recovery-" + step.word() + "-live");
    }
  }

  @Test
  void trigger_isDisabledUnlessAnAlarmMayStartAnOperation() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);
    assertThat(aws.inputs("EventRule/recovery-failover-trigger"))
        .containsEntry("state", "DISABLED");

    PulumiTest.cleanup();
    deploy(new ExampleConfiguration().at("failover/trigger", "'automatic'"), Position.SECONDARY);
    assertThat(aws.inputs("EventRule/recovery-failover-trigger")).containsEntry("state", "ENABLED");
    assertThat(aws.inputs("EventTarget/recovery-failover-trigger-target").get("input"))
        .asString()
        .contains("\"trigger\":\"automatic\"");
  }

  @Test
  void trigger_whenAPersonMustApprove_startsAnOperationThatAsks() {
    deploy(new ExampleConfiguration().at("failover/trigger", "'approval'"), Position.SECONDARY);

    assertThat(aws.inputs("EventRule/recovery-failover-trigger")).containsEntry("state", "ENABLED");
    assertThat(aws.inputs("EventTarget/recovery-failover-trigger-target").get("input"))
        .asString()
        .contains("\"trigger\":\"approval\"");
  }

  @Test
  void detection_needsBothSignalsAndTakesSilenceForNone() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(aws.inputs("CompositeAlarm/recovery-detection-peer-lost"))
        .containsEntry(
            "alarmRule",
            "ALARM(\"shop-prod-peer-unreachable\") AND ALARM(\"shop-prod-replication-broken\")");
    assertThat(aws.inputs("MetricAlarm/recovery-detection-peer-unreachable"))
        .containsEntry("metricName", "PeerUnreachableSeconds")
        .containsEntry("period", 10.0)
        .containsEntry("threshold", 45.0)
        .containsEntry("evaluationPeriods", 1.0)
        .containsEntry("treatMissingData", "ignore");
    assertThat(aws.inputs("MetricAlarm/recovery-detection-replication-broken"))
        .containsEntry("period", 60.0)
        .containsEntry("treatMissingData", "notBreaching");
  }

  @Test
  void snapshot_isStartedByItsSchedule_andTellsWhenItFails() {
    deploy(
        new ExampleConfiguration()
            .json("schedules", "{'snapshot':{'at':'cron(30 1 * * ? *)','keepDays':14}}"),
        Position.SECONDARY);

    assertThat(aws.inputs("EventRule/recovery-snapshot-machine-schedule"))
        .containsEntry("name", "shop-prod-dr-snapshot")
        .containsEntry("scheduleExpression", "cron(30 1 * * ? *)");
    assertThat(aws.inputs("EventTarget/recovery-snapshot-machine-schedule-target"))
        .containsEntry("arn", "arn:StateMachine-recovery-snapshot-machine");
    assertThat(aws.inputs("EventRule/recovery-snapshot-machine-failed").get("eventPattern"))
        .asString()
        .contains("FAILED", "TIMED_OUT", "arn:StateMachine-recovery-snapshot-machine");
    assertThat(aws.inputs("EventTarget/recovery-snapshot-machine-failed-target"))
        .containsEntry("arn", "arn:Topic-monitoring-alerts");
    assertThat(variables("snapshot"))
        .containsEntry("PHAROS_SNAPSHOT_DAYS", "14")
        .containsEntry("PHAROS_PEER_KEY", "arn:aws:kms:eu-west-1:123456789012:key/of-the-peer");
  }

  @Test
  void image_isDeletedOnlyWhereTheRuntimeMadeIt() {
    deploy(
        new ExampleConfiguration().json("schedules", "{'image':{'at':'rate(7 days)','keep':5}}"),
        Position.SECONDARY);

    assertThat(aws.inputs("EventRule/recovery-image-machine-schedule"))
        .containsEntry("scheduleExpression", "rate(7 days)");
    assertThat(variables("image")).containsEntry("PHAROS_IMAGES", "5");
    assertThat(statements("image"))
        .filteredOn(
            statement ->
                texts(statement.path("Action")).stream()
                    .anyMatch(action -> action.matches("ec2:De(registerImage|leteSnapshot)")))
        .hasSize(4)
        .allSatisfy(
            statement ->
                assertThat(statement.at("/Condition/StringEquals/aws:ResourceTag~1pharos:upkeep"))
                    .hasToString("\"image\""));
  }

  @Test
  void sync_isCalledByChanges_andByASweep() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(aws.inputs("EventRule/recovery-sync-schedule"))
        .containsEntry("scheduleExpression", "rate(1 hour)");
    assertThat(aws.inputs("EventRule/recovery-sync-parameters").get("eventPattern"))
        .hasToString(
            "{\"detail\":{\"name\":[{\"prefix\":\"/shop/prod/shared/\"}],"
                + "\"operation\":[\"Create\",\"Update\"]},"
                + "\"detail-type\":[\"Parameter Store Change\"],\"source\":[\"aws.ssm\"]}");
    assertThat(aws.inputs("EventRule/recovery-sync-secrets").get("eventPattern"))
        .asString()
        .contains("AWS API Call via CloudTrail", "PutSecretValue", "shop/prod/database");
    assertThat(aws.inputs("EventTarget/recovery-sync-parameters-target"))
        .containsEntry("arn", "arn:Alias-recovery-sync-live");
    assertThat(
            statements("sync").stream()
                .flatMap(statement -> texts(statement.path("Resource")).stream()))
        .contains("arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/shared/*")
        .noneMatch(arn -> arn.contains("/local/"));
  }

  @Test
  void policy_ofTheSnapshot_isForItsOwnSnapshotsOnly() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(statements("snapshot"))
        .filteredOn(statement -> texts(statement.path("Action")).contains("rds:DeleteDBSnapshot"))
        .flatExtracting(statement -> texts(statement.path("Resource")))
        .containsExactly(
            "arn:aws:rds:eu-central-1:123456789012:snapshot:shop-prod-daily-*",
            "arn:aws:rds:eu-west-1:123456789012:snapshot:shop-prod-daily-*");
  }

  @Test
  void upkeep_isMeasuredEveryHour_andAlarmsWhenItFallsBehindOrNobodyKnows() {
    deploy(
        new ExampleConfiguration().json("schedules", "{'snapshot':{'alarmAfterHours':48}}"),
        Position.SECONDARY);

    assertThat(aws.inputs("EventRule/recovery-upkeep-schedule"))
        .containsEntry("scheduleExpression", "rate(1 hour)");
    for (Upkeep task : Upkeep.values()) {
      assertThat(aws.inputs("MetricAlarm/recovery-" + task.word() + "-behind"))
          .containsEntry("metricName", "UpkeepAgeSeconds")
          .containsEntry("treatMissingData", "missing")
          .containsEntry("alarmActions", List.of("arn:Topic-monitoring-alerts"))
          .containsEntry("insufficientDataActions", List.of("arn:Topic-monitoring-alerts"));
    }
    assertThat(aws.inputs("MetricAlarm/recovery-snapshot-behind"))
        .containsEntry("threshold", 48 * 3600.0)
        .containsEntry(
            "dimensions", Map.of("App", "shop", "Environment", "prod", "Task", "snapshot"));
  }

  @Test
  void capacity_goesByWhatIsConfigured_orByWhatWasObserved() {
    deploy(new ExampleConfiguration().at("failover/capacity", "'observed'"), Position.SECONDARY);

    for (String function : List.of("beacon", "capacity")) {
      assertThat(aws.inputs("Function/recovery-" + function).toString())
          .contains("PHAROS_CAPACITY=observed");
    }
  }

  @Test
  void readiness_isJudgedEveryHalfHour_andAlarmsWhenItIsLostOrNobodyKnows() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(aws.inputs("EventRule/recovery-ready-schedule"))
        .containsEntry("scheduleExpression", "rate(30 minutes)");
    assertThat(aws.inputs("MetricAlarm/recovery-not-ready"))
        .containsEntry("name", "shop-prod-not-ready")
        .containsEntry("metricName", "Ready")
        .containsEntry("statistic", "Maximum")
        .containsEntry("threshold", 1.0)
        .containsEntry("comparisonOperator", "LessThanThreshold")
        .containsEntry("alarmActions", List.of("arn:Topic-monitoring-alerts"))
        .containsEntry("insufficientDataActions", List.of("arn:Topic-monitoring-alerts"));
  }

  @Test
  void detection_withPostgres_isAMarkerThatIsSilent() {
    deploy(
        new ExampleConfiguration()
            .at("database/engine", "'postgres'")
            .at("database/engineVersion", "'17.6'"),
        Position.SECONDARY);

    assertThat(aws.inputs("MetricAlarm/recovery-detection-replication-broken"))
        .containsEntry("namespace", "Pharos")
        .containsEntry("metricName", "MarkerLagSeconds")
        .containsEntry("dimensions", Map.of("App", "shop", "Environment", "prod"))
        .containsEntry("period", 10.0)
        .containsEntry("treatMissingData", "ignore")
        .containsEntry("threshold", 90.0)
        .containsEntry("comparisonOperator", "GreaterThanThreshold")
        .containsEntry("evaluationPeriods", 1.0);
    assertThat(aws.inputs("MetricAlarm/recovery-detection-peer-unreachable"))
        .containsEntry("metricName", "PeerUnreachableSeconds");
  }

  @Test
  void table_isProtectedWhileProtectionIsOn() {
    deploy(new ExampleConfiguration(), Position.PRIMARY);

    assertThat(aws.inputs("Table/recovery-table"))
        .containsEntry("name", "shop-prod-dr")
        .containsEntry("deletionProtectionEnabled", true);
    assertThat(aws.options("Table/recovery-table").isProtect()).isTrue();
  }

  @Test
  void everything_usesTheGivenProvider() {
    deploy(new ExampleConfiguration(), Position.SECONDARY);

    assertThat(aws.providers()).singleElement().asString().contains("pulumi:providers:aws::aws");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> variables(String word) {
    Map<String, Object> environment =
        (Map<String, Object>) aws.inputs("Function/recovery-" + word).get("environment");
    return (Map<String, Object>) environment.get("variables");
  }

  private List<JsonNode> statements(String word) {
    try {
      JsonNode policy =
          Json.MAPPER.readTree(
              aws.inputs("RolePolicy/recovery-" + word + "-policy").get("policy").toString());
      return List.copyOf(policy.path("Statement").valueStream().toList());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  /** Those of restore tests have a test of their own: {@link RestoreTestingTest}. */
  private static List<RecoveryFunction> always() {
    return Arrays.stream(RecoveryFunction.values())
        .filter(function -> !function.ofRestoreTests() && !function.ofReplicatedImages())
        .toList();
  }

  private void deploy(ExampleConfiguration configuration, Position position) {
    Site site = new Site(configuration.read(), position);
    boolean accelerated = site.settings().routing().via().accelerates();
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          Network network = region.network();
          Encryption encryption = region.encryption();
          Configuration stored = region.configuration(encryption);
          Database database = region.database(network, encryption, stored);
          LoadBalancer loadBalancer = region.loadBalancer(network);
          Ec2Compute compute =
              new Ec2Compute(
                  "compute",
                  new Ec2ComputeArgs(site, network, encryption, stored, database, loadBalancer),
                  options);
          Monitoring monitoring =
              new Monitoring(
                  "monitoring",
                  new MonitoringArgs(site, encryption, loadBalancer, database),
                  options);
          Optional<RecoveryArgs.Peer> peer =
              position == Position.PRIMARY
                  ? Optional.empty()
                  : Optional.of(
                      new RecoveryArgs.Peer(
                          Output.of("acl-peer"),
                          Output.of(List.of("10.0.4.0/22", "10.0.132.0/22")),
                          Output.of("sg-peer-quarantine"),
                          Output.of("arn:peer-takeover-rule"),
                          accelerated
                              ? Optional.of(
                                  new RecoveryArgs.PeerEntrance(
                                      Output.of("arn:peer-users-rule"),
                                      Output.of("arn:peer-closed")))
                              : Optional.empty()));
          Optional<UsersEntrance> users =
              accelerated
                  ? Optional.of(
                      new UsersEntrance(
                          "users-entrance",
                          new UsersEntranceArgs(site, network, loadBalancer),
                          options))
                  : Optional.empty();
          Optional<Output<String>> peerKey =
              peer.map(known -> Output.of("arn:aws:kms:eu-west-1:123456789012:key/of-the-peer"));
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
                  compute,
                  monitoring,
                  users,
                  peer,
                  peerKey),
              options);
        });
  }
}
