package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import io.pharos.drill.RegionStatus;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Latency;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.backup.BackupTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;

/** AWS Backup, deployed as an option: up, a night, and away again. */
class BackupIT {
  private static final String BACKUP =
      "{\"rules\":[{\"name\":\"early\",\"at\":\"cron(15 0 * * ? *)\",\"retentionDays\":7,"
          + "\"copyRetentionDays\":7}],\"lock\":{\"mode\":\"governance\"},"
          + "\"restoreTest\":{\"at\":\"cron(45 1 * * ? *)\"}}";

  @Test
  void withBackups_aNightEndsWithACopyInTheOtherRegion_andAllOfItCanBeDestroyed() {
    try (CopiedStage stage = CopiedStage.open("backup")) {
      for (StackName stack : List.of(StackName.PRIMARY, StackName.SECONDARY)) {
        stage.deployment().configure(stack, "pharos:backup", BACKUP);
        assertThat(counts(stage, stack))
            .containsKey(OperationType.CREATE)
            .doesNotContainKeys(OperationType.REPLACE, OperationType.DELETE);
      }
      // Now that the other Region has its vault.
      assertThat(counts(stage, StackName.PRIMARY)).containsEntry(OperationType.UPDATE, 1);

      quick(stage.cloud().world().latency());
      stage.cloud().pass(Duration.ofMinutes(160));

      assertThat(points(stage, "eu-west-1"))
          .extracting(RecoveryPointByBackupVault::resourceType)
          .containsExactlyInAnyOrder("RDS", "S3");
      assertThat(points(stage, "eu-central-1"))
          .hasSize(2)
          .extracting(RecoveryPointByBackupVault::statusAsString)
          .containsOnly("COMPLETED");
      assertThat(
              stage
                  .cloud()
                  .world()
                  .service(CloudWatch.class)
                  .state("eu-central-1", "shop-prod-copy-behind"))
          .as("the standby says how old they are")
          .contains("OK");
      assertThat(stage.cloud().world().service(Sns.class).delivered())
          .noneMatch(told -> told.message().contains("AWS Backup"));
      assertThat(stage.cloud().world().account().list(BackupTypes.RESTORE_JOB, "eu-central-1"))
          .singleElement()
          .satisfies(
              job -> {
                assertThat(job.string("validationStatusMessage")).contains("the newest row");
                assertThat(job.string("validationStatus")).isEqualTo("SUCCESSFUL");
                assertThat(job.string("deletionStatus")).isEqualTo("SUCCESSFUL");
              });
      for (String alarm : List.of("restore-test-failed", "restore-test-behind")) {
        assertThat(
                stage
                    .cloud()
                    .world()
                    .service(CloudWatch.class)
                    .state("eu-central-1", "shop-prod-" + alarm))
            .contains("OK");
      }
      assertThat(
              RegionStatus.of(
                      stage.cloud(),
                      stage.deployment().settings(StackName.PRIMARY),
                      Position.SECONDARY)
                  .facts()
                  .get("restore test"))
          .startsWith("succeeded at");
      for (StackName stack : List.of(StackName.PRIMARY, StackName.SECONDARY)) {
        assertThat(counts(stage, stack).keySet()).as(stack.word()).containsOnly(OperationType.SAME);
      }

      stage.deployment().destroy(StackName.PRIMARY);
      assertThat(stage.cloud().world().account().all())
          .filteredOn(left -> left.region().equals("eu-west-1"))
          .extracting(left -> left.type())
          .doesNotContain(
              BackupTypes.VAULT, BackupTypes.RECOVERY_POINT, "aws:rds/snapshot:Snapshot");
    }
  }

  /** A backup, its copy and the copy's test in less than three hours of each minute's work. */
  private static void quick(Latency latency) {
    latency
        .with("backup.start", Duration.ofMinutes(5))
        .with("backup.objects", Duration.ofMinutes(10))
        .with("backup.copyObjects", Duration.ofMinutes(10))
        .with("rds.restore", Duration.ofMinutes(10));
  }

  private static Map<OperationType, Integer> counts(CopiedStage stage, StackName stack) {
    return stage.deployment().up(stack).counts();
  }

  private static List<RecoveryPointByBackupVault> points(CopiedStage stage, String region) {
    return stage
        .cloud()
        .client(BackupClient.class, region)
        .listRecoveryPointsByBackupVault(list -> list.backupVaultName("shop-prod-vault"))
        .recoveryPoints();
  }
}
