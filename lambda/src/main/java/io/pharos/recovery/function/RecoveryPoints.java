package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.backup.model.RecoveryPointByBackupVault;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/**
 * To when this Region can restore the peer's database: from the automated backups that RDS
 * replicates here, or from the newest copy in the vault, as the deployment says. While the peer is
 * well the beacon remembers which database was the writer: a backup of another one may be newer,
 * and is of no use.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/AutomatedBackups.Replicating.Describe.html">Finding
 *     information about replicated backups</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshot.html">DBSnapshot:
 *     OriginalSnapshotCreateTime</a>
 */
record RecoveryPoints(Aws aws, Environment environment, Table table) {
  private static final String TIME = "time";
  private static final String DATABASE = "database";

  /** Keeps which database the peer writes to, and says how old the newest point is. */
  void store() {
    Instant now = aws.clock().instant();
    String writer =
        new LocalParameters(aws, environment, environment.peerRegion())
            .get(LocalParameter.DATABASE_IDENTIFIER);
    table.update(Table.BACKUP).set(TIME, now).set(DATABASE, writer).run();
    Optional<RecoveryPoint> point = of(writer);
    if (point.isEmpty()) {
      return;
    }
    table.update(Table.BACKUP).set("latest", point.get().latest()).set("of", writer).run();
    new Metrics(aws, environment).publish(Metric.BACKUP_AGE_SECONDS, point.get().ageSeconds(now));
    new LocalParameters(aws, environment)
        .put(LocalParameter.RECOVERY_POINT, point.get().document());
  }

  /** The database that the peer wrote to when it was well; empty when nobody ever looked. */
  Optional<String> writer() {
    Map<String, AttributeValue> item = table.get(Table.BACKUP);
    return Table.text(item, DATABASE);
  }

  /** What a database of the peer can be restored from here, as far as that reaches. */
  Optional<RecoveryPoint> of(String database) {
    return environment.restoresCopies()
        ? copy(database, Optional.empty())
        : automatedBackups(database);
  }

  /** The same for a time: of copies the newest that is not later. */
  Optional<RecoveryPoint> asOf(String database, Instant time) {
    return environment.restoresCopies()
        ? copy(database, Optional.of(time))
        : automatedBackups(database);
  }

  /** What is missing where there is none. */
  String none(String database) {
    return environment.restoresCopies()
        ? "no complete copy of " + database + " is in the vault of " + environment.region()
        : "no automated backup of " + database + " is in " + environment.region();
  }

  private Optional<RecoveryPoint> copy(String database, Optional<Instant> notLaterThan) {
    List<RecoveryPointByBackupVault> points =
        BackupCopies.of(aws, environment).map(copies -> copies.of(database)).orElse(List.of());
    for (RecoveryPointByBackupVault point : points) {
      Optional<RecoveryPoint> found =
          snapshot(point.recoveryPointArn())
              // The time of the data, which a copy keeps: that of the vault may be its own.
              .map(DBSnapshot::originalSnapshotCreateTime)
              .filter(time -> notLaterThan.filter(time::isAfter).isEmpty())
              .map(time -> new RecoveryPoint(database, point.recoveryPointArn(), time, time));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** What RDS can use: somebody may have deleted it, and the vault says so later. */
  private Optional<DBSnapshot> snapshot(String arn) {
    String name = RecoveryPoint.snapshot(arn);
    try {
      return aws
          .client(RdsClient.class, environment.region())
          .describeDBSnapshots(describe -> describe.dbSnapshotIdentifier(name))
          .dbSnapshots()
          .stream()
          .filter(snapshot -> "available".equals(snapshot.status()))
          .findFirst();
    } catch (DbSnapshotNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<RecoveryPoint> automatedBackups(String database) {
    List<DBInstanceAutomatedBackup> backups =
        aws.client(RdsClient.class, environment.region())
            .describeDBInstanceAutomatedBackups(describe -> describe.dbInstanceIdentifier(database))
            .dbInstanceAutomatedBackups();
    return backups.stream()
        .filter(backup -> environment.peerRegion().equals(backup.region()))
        .filter(backup -> database.equals(backup.dbInstanceIdentifier()))
        .filter(backup -> latest(backup).isPresent())
        .map(
            backup ->
                new RecoveryPoint(
                    database,
                    backup.dbInstanceAutomatedBackupsArn(),
                    // Not said by some for a backup that has just begun.
                    Optional.ofNullable(backup.restoreWindow().earliestTime())
                        .orElseGet(() -> latest(backup).orElseThrow()),
                    latest(backup).orElseThrow()))
        .max(Comparator.comparing(RecoveryPoint::latest));
  }

  private static Optional<Instant> latest(DBInstanceAutomatedBackup backup) {
    return Optional.ofNullable(backup.restoreWindow()).map(RestoreWindow::latestTime);
  }
}
