package io.pharos.drill;

import io.pharos.config.RestoreFrom;
import io.pharos.config.Settings;
import io.pharos.world.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.backup.model.RecoveryPointStatus;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;

/**
 * What a Region could restore the peer's database from now, as the gate sees it: replicated
 * automated backups, or the copies in its vault.
 *
 * @param region that would be activated
 * @param peer whose database it is
 */
record RestoreOrigins(Cloud cloud, Settings settings, String region, String peer) {
  private static final Duration FAR = Duration.ofDays(63);

  /**
   * One of them.
   *
   * @param name what people call it
   * @param earliest to when it goes back; of a copy the same as the latest
   * @param latest up to when it has data
   */
  record Origin(String name, Instant earliest, Instant latest) {}

  boolean copies() {
    return settings.database().restoreFrom() == RestoreFrom.VAULT;
  }

  /** The one that reaches furthest; of copies the newest that is not later than a time. */
  Optional<Origin> newest(String writer, Optional<Instant> notLaterThan) {
    return switch (settings.database().restoreFrom()) {
      case AUTOMATED_BACKUPS -> automatedBackups(writer);
      case VAULT ->
          points(writer)
              .flatMap(point -> copy(point.recoveryPointArn()).stream())
              .filter(copy -> notLaterThan.filter(copy.latest()::isAfter).isEmpty())
              .findFirst();
    };
  }

  private Optional<Origin> automatedBackups(String writer) {
    return cloud
        .client(RdsClient.class, region)
        .describeDBInstanceAutomatedBackups(query -> query.dbInstanceIdentifier(writer))
        .dbInstanceAutomatedBackups()
        .stream()
        .filter(
            backup ->
                peer.equals(backup.region())
                    && backup.restoreWindow() != null
                    && backup.restoreWindow().latestTime() != null)
        .map(
            backup ->
                new Origin(
                    backup.dbInstanceAutomatedBackupsArn(),
                    Optional.ofNullable(backup.restoreWindow().earliestTime())
                        .orElse(backup.restoreWindow().latestTime()),
                    backup.restoreWindow().latestTime()))
        .max(Comparator.comparing(Origin::latest));
  }

  private Stream<RecoveryPointByBackupVault> points(String writer) {
    Instant far = cloud.clock().instant().minus(FAR);
    return cloud
        .client(BackupClient.class, region)
        .listRecoveryPointsByBackupVaultPaginator(
            list ->
                list.backupVaultName(settings.names().backupVault())
                    .byResourceType("RDS")
                    .byCreatedAfter(far))
        .recoveryPoints()
        .stream()
        .filter(point -> point.status() == RecoveryPointStatus.COMPLETED)
        .filter(point -> point.resourceArn().contains(":rds:" + peer + ":"))
        .filter(point -> point.resourceArn().endsWith(":db:" + writer))
        .sorted(Comparator.comparing(RecoveryPointByBackupVault::creationDate).reversed());
  }

  private List<Origin> copy(String arn) {
    String name = arn.substring(arn.indexOf(":snapshot:") + ":snapshot:".length());
    try {
      return cloud
          .client(RdsClient.class, region)
          .describeDBSnapshots(query -> query.dbSnapshotIdentifier(name))
          .dbSnapshots()
          .stream()
          .filter(snapshot -> "available".equals(snapshot.status()))
          .map(DBSnapshot::originalSnapshotCreateTime)
          .map(made -> new Origin(name, made, made))
          .toList();
    } catch (DbSnapshotNotFoundException e) {
      return List.of();
    }
  }
}
