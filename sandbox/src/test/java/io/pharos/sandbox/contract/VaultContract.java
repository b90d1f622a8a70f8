package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.ResourceNotFoundException;

/** Vaults of AWS Backup, and what is in them. */
abstract class VaultContract {
  private static final String VAULT = "shop-prod-vault";

  private final BackupClient backup;
  private final ContractWorld world;

  VaultContract(ContractWorld world) {
    this.world = world;
    this.backup = world.client(BackupClient.class);
  }

  @BeforeEach
  void aVault() {
    world.vault(VAULT);
  }

  @Test
  void describeBackupVault_ofANewOne_isEmptyAndOpen() {
    assertThat(backup.describeBackupVault(vault -> vault.backupVaultName(VAULT)))
        .satisfies(
            vault -> {
              assertThat(vault.backupVaultArn())
                  .matches("arn:aws:backup:[a-z0-9-]+:\\d{12}:backup-vault:" + VAULT);
              assertThat(vault.numberOfRecoveryPoints())
                  .isEqualTo(world.expected(KnownDifference.VAULTS_SAY_LITTLE, 0L, null));
              assertThat(vault.locked()).isFalse();
            });
  }

  @Test
  void describeBackupVault_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(() -> backup.describeBackupVault(vault -> vault.backupVaultName("none"))))
        .isEqualTo(new Refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException"));
  }

  /** moto does not know the operation. */
  private boolean lists() {
    return world.expected(KnownDifference.VAULTS_HOLD_NOTHING, true, false);
  }

  @Test
  void listRecoveryPointsByBackupVault_ofANewOne_isEmpty() {
    if (!lists()) {
      assertThat(
              Refused.by(
                  () ->
                      backup.listRecoveryPointsByBackupVault(list -> list.backupVaultName(VAULT))))
          .isNotEqualTo(Refused.NOT);
      return;
    }
    assertThat(
            backup
                .listRecoveryPointsByBackupVault(
                    list -> list.backupVaultName(VAULT).byResourceType("RDS"))
                .recoveryPoints())
        .isEmpty();
  }

  @Test
  void listRecoveryPointsByBackupVault_ofAnUnknownOne_isNotFound() {
    if (!lists()) {
      return;
    }
    assertThat(
            Refused.by(
                () -> backup.listRecoveryPointsByBackupVault(list -> list.backupVaultName("none"))))
        .isEqualTo(new Refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException"));
  }

  @Test
  void describeRestoreJob_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(() -> backup.describeRestoreJob(job -> job.restoreJobId("none"))))
        .satisfies(this::isNotFound);
  }

  @Test
  void putRestoreValidationResult_ofAnUnknownJob_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    backup.putRestoreValidationResult(
                        put -> put.restoreJobId("none").validationStatus("SUCCESSFUL"))))
        .satisfies(this::isNotFound);
  }

  /** moto does not know the operations. */
  private void isNotFound(Refused refused) {
    Refused notFound =
        new Refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException");
    assertThat(refused).isNotEqualTo(Refused.NOT);
    assertThat(refused.equals(notFound))
        .isEqualTo(world.expected(KnownDifference.RESTORE_JOBS_ARE_UNKNOWN, true, false));
  }
}
