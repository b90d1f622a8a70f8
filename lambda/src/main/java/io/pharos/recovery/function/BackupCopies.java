package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.ListRecoveryPointsByBackupVaultResponse;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.backup.model.RecoveryPointStatus;

/**
 * The copies of the peer's database that AWS Backup has put into this Region's vault.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html">ListRecoveryPointsByBackupVault</a>
 */
record BackupCopies(Aws aws, Environment environment, String vault, String peerRegion) {
  private static final String DATABASES = "RDS";

  /** No alarm waits for longer, so that nobody needs to look further back. */
  private static final Duration FAR = Duration.ofDays(63);

  /** Empty where there is no vault. */
  static Optional<BackupCopies> of(Aws aws, Environment environment) {
    return environment
        .optional(Variable.PHAROS_BACKUP_VAULT)
        .map(vault -> new BackupCopies(aws, environment, vault, environment.peerRegion()));
  }

  /** When the newest one was made that is complete, if it was after this time. */
  Optional<Instant> newest(Instant after) {
    return complete(after).stream()
        .map(RecoveryPointByBackupVault::creationDate)
        .max(Comparator.naturalOrder());
  }

  /** Those of one database of the peer that are complete, the newest first. */
  List<RecoveryPointByBackupVault> of(String database) {
    return complete(Instant.MIN).stream()
        .filter(point -> point.resourceArn().endsWith(":db:" + database))
        .sorted(Comparator.comparing(RecoveryPointByBackupVault::creationDate).reversed())
        .toList();
  }

  private List<RecoveryPointByBackupVault> complete(Instant after) {
    Instant far = aws.clock().instant().minus(FAR);
    List<RecoveryPointByBackupVault> complete = new ArrayList<>();
    String next = null;
    do {
      String from = next;
      ListRecoveryPointsByBackupVaultResponse page =
          aws.client(BackupClient.class, environment.region())
              .listRecoveryPointsByBackupVault(
                  list ->
                      list.backupVaultName(vault)
                          .byResourceType(DATABASES)
                          .byCreatedAfter(after.isAfter(far) ? after : far)
                          .nextToken(from));
      page.recoveryPoints().stream().filter(this::fromThePeer).forEach(complete::add);
      next = page.nextToken();
    } while (next != null);
    return complete;
  }

  private boolean fromThePeer(RecoveryPointByBackupVault point) {
    // Within one account a copy does not say which vault it is from, but whose backup it is.
    return point.status() == RecoveryPointStatus.COMPLETED
        && point.resourceArn() != null
        && point.resourceArn().contains(":rds:" + peerRegion + ":");
  }
}
