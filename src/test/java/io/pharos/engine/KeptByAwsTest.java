package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptByAwsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  private static Map<String, Object> resource(
      String type, Map<String, Object> inputs, Map<String, Object> more) {
    Map<String, Object> resource =
        new java.util.HashMap<>(
            Map.of(
                "urn",
                "urn:pulumi:primary::pharos::" + type + "::it",
                "type",
                type,
                "id",
                "id-1",
                "inputs",
                inputs,
                "outputs",
                Map.of("arn", "arn:aws:some:eu-west-1:123456789012:thing/1")));
    resource.putAll(more);
    return resource;
  }

  private static JsonNode state(List<Map<String, Object>> resources) {
    return Json.MAPPER.valueToTree(Map.of("deployment", Map.of("resources", resources)));
  }

  private static List<KeptByAws> kept(String type, Map<String, Object> inputs) {
    return KeptByAws.of(state(List.of(resource(type, inputs, Map.of()))), TODAY);
  }

  @Test
  void aKeyWaitsForItsDeletion_withTheDateAndWhatCancelsIt() {
    assertThat(kept("aws:kms/key:Key", Map.of("deletionWindowInDays", 7)))
        .containsExactly(
            new KeptByAws(
                "key",
                "id-1",
                "pending deletion for 7 days, until 2026-03-08",
                "aws kms cancel-key-deletion --key-id id-1 --region eu-west-1"));
    assertThat(kept("aws:kms/key:Key", Map.of()).get(0).why())
        .contains("30 days, until 2026-03-31");
  }

  @Test
  void aSecretWaitsUnlessItsWindowIsZero() {
    String type = "aws:secretsmanager/secret:Secret";

    assertThat(kept(type, Map.of("name", "shop/db")).get(0).why())
        .contains("30 days, until 2026-03-31")
        .contains("name is taken");
    assertThat(kept(type, Map.of("name", "shop/db", "recoveryWindowInDays", 0))).isEmpty();
  }

  @Test
  void aDatabaseLeavesASnapshotBackupsAndLogs_asItIsConfigured() {
    String type = "aws:rds/instance:Instance";

    assertThat(
            kept(
                type,
                Map.of(
                    "identifier",
                    "db",
                    "skipFinalSnapshot",
                    false,
                    "finalSnapshotIdentifier",
                    "db-final",
                    "deleteAutomatedBackups",
                    false,
                    "backupRetentionPeriod",
                    14,
                    "enabledCloudwatchLogsExports",
                    List.of("error"))))
        .extracting(KeptByAws::kind, KeptByAws::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("final snapshot", "db-final"),
            org.assertj.core.groups.Tuple.tuple("log group", "/aws/rds/instance/db/error"),
            org.assertj.core.groups.Tuple.tuple("automated backups", "db"));
    assertThat(kept(type, Map.of("identifier", "db", "skipFinalSnapshot", true))).isEmpty();
  }

  @Test
  void whatIsRetainedIsForgotten_whateverItsKindIs() {
    List<KeptByAws> kept =
        KeptByAws.of(
            state(
                List.of(
                    resource(
                        "aws:rds/instance:Instance",
                        Map.of("identifier", "old", "skipFinalSnapshot", false),
                        Map.of("retainOnDelete", true)))),
            TODAY);

    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).name()).isEqualTo("old");
    assertThat(kept.get(0).why()).contains("forgets");
  }

  @Test
  void bucketsTablesAndLogsOfFunctions() {
    assertThat(kept("aws:s3/bucketV2:BucketV2", Map.of("bucket", "b")).get(0).why())
        .contains("BucketNotEmpty");
    assertThat(kept("aws:s3/bucketV2:BucketV2", Map.of("forceDestroy", true))).isEmpty();
    assertThat(
            kept(
                "aws:dynamodb/table:Table",
                Map.of("name", "t", "pointInTimeRecovery", Map.of("enabled", true))))
        .hasSize(1)
        .allMatch(table -> table.why().contains("until 2026-04-05"));
    assertThat(kept("aws:lambda/function:Function", Map.of("name", "f")).get(0).name())
        .isEqualTo("/aws/lambda/f");
    List<Map<String, Object>> managed = new ArrayList<>();
    managed.add(resource("aws:lambda/function:Function", Map.of("name", "f"), Map.of()));
    managed.add(
        resource("aws:cloudwatch/logGroup:LogGroup", Map.of("name", "/aws/lambda/f"), Map.of()));
    assertThat(KeptByAws.of(state(managed), TODAY)).isEmpty();
  }

  @Test
  void whatIsOnlyReferredToIsNobodysToKeep() {
    assertThat(
            KeptByAws.of(
                state(List.of(resource("aws:kms/key:Key", Map.of(), Map.of("external", true)))),
                TODAY))
        .isEmpty();
  }

  @Test
  void protectedByPulumiOrByAwsIsGuarded_whatIsOnlyForgottenIsNot() {
    String type = "aws:rds/instance:Instance";
    Map<String, Object> guarded = Map.of("deletionProtection", true);

    assertThat(KeptByAws.guarded(state(List.of(resource(type, guarded, Map.of())))))
        .containsExactly("it");
    assertThat(KeptByAws.guarded(state(List.of(resource(type, Map.of(), Map.of("protect", true))))))
        .containsExactly("it");
    assertThat(
            KeptByAws.guarded(
                state(List.of(resource(type, guarded, Map.of("retainOnDelete", true))))))
        .isEmpty();
  }

  @Test
  void rolesThatEcsMakesForTheAccountStay() {
    assertThat(kept("aws:ecs/service:Service", Map.of()))
        .extracting(KeptByAws::toString)
        .hasSize(2)
        .anyMatch(text -> text.contains("AWSServiceRoleForECS"))
        .anyMatch(text -> text.contains("AWSServiceRoleForApplicationAutoScaling_ECSService"));
  }

  @Test
  void theRoleThatAwsBackupMakesForTheAccountStays() {
    assertThat(kept("aws:backup/selection:Selection", Map.of()))
        .singleElement()
        .asString()
        .contains("AWSServiceRoleForBackup");
  }
}
