package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/**
 * To when this Region can restore the peer's database from the automated backups that RDS
 * replicates here. While the peer is well the beacon remembers which database was the writer: a
 * backup of another one may be newer, and is of no use.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/AutomatedBackups.Replicating.Describe.html">Finding
 *     information about replicated backups</a>
 */
record RecoveryPoints(Aws aws, Environment environment, Table table) {
  private static final String TIME = "time";
  private static final String DATABASE = "database";

  /**
   * One database's backups in this Region.
   *
   * @param arn of the replicated backups
   * @param earliest to when they can be restored at the earliest
   * @param latest to when they can be restored at the latest
   */
  record Point(String database, String arn, Instant earliest, Instant latest) {
    double ageSeconds(Instant at) {
      return Math.max(0, Figures.seconds(Duration.between(latest, at)));
    }
  }

  /** Keeps which database the peer writes to, and says how old the newest point is. */
  void store() {
    Instant now = aws.clock().instant();
    String writer =
        new LocalParameters(aws, environment, environment.peerRegion())
            .get(LocalParameter.DATABASE_IDENTIFIER);
    table.update(Table.BACKUP).set(TIME, now).set(DATABASE, writer).run();
    Optional<Point> point = of(writer);
    if (point.isEmpty()) {
      return;
    }
    table.update(Table.BACKUP).set("latest", point.get().latest()).set("of", writer).run();
    new Metrics(aws, environment).publish(Metric.BACKUP_AGE_SECONDS, point.get().ageSeconds(now));
    new LocalParameters(aws, environment).put(LocalParameter.RECOVERY_POINT, document(point.get()));
  }

  /** The database that the peer wrote to when it was well; empty when nobody ever looked. */
  Optional<String> writer() {
    Map<String, AttributeValue> item = table.get(Table.BACKUP);
    return Table.text(item, DATABASE);
  }

  /** To when a database of the peer can be restored here. */
  Optional<Point> of(String database) {
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
                new Point(
                    database,
                    backup.dbInstanceAutomatedBackupsArn(),
                    // Not said by some for a backup that has just begun.
                    Optional.ofNullable(backup.restoreWindow().earliestTime())
                        .orElseGet(() -> latest(backup).orElseThrow()),
                    latest(backup).orElseThrow()))
        .max(Comparator.comparing(Point::latest));
  }

  private static Optional<Instant> latest(DBInstanceAutomatedBackup backup) {
    return Optional.ofNullable(backup.restoreWindow()).map(RestoreWindow::latestTime);
  }

  private static String document(Point point) {
    try (JsonWriter json = JsonWriter.create()) {
      json.writeStartObject();
      json.writeFieldName("database").writeValue(point.database());
      json.writeFieldName("automatedBackups").writeValue(point.arn());
      json.writeFieldName("earliestRestorableTime").writeValue(point.earliest().toString());
      json.writeFieldName("latestRestorableTime").writeValue(point.latest().toString());
      json.writeEndObject();
      return new String(json.getBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
