package io.pharos.recovery.function;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * What this Region can restore a database of the peer from.
 *
 * @param arn of the replicated automated backups, or of a copy, which is a snapshot
 * @param earliest to when it can be restored at the earliest; of a copy the same as the latest
 * @param latest to when it can be restored at the latest: of a copy the time of its data
 */
record RecoveryPoint(String database, String arn, Instant earliest, Instant latest) {
  private static final String SNAPSHOT = ":snapshot:";

  /** Whether this ARN is that of a copy: a snapshot, and no automated backups. */
  static boolean copy(String arn) {
    return arn.contains(SNAPSHOT);
  }

  /** The name by which RDS knows the snapshot with this ARN. */
  static String snapshot(String arn) {
    return arn.substring(arn.indexOf(SNAPSHOT) + SNAPSHOT.length());
  }

  boolean copy() {
    return copy(arn);
  }

  double ageSeconds(Instant at) {
    return Math.max(0, Figures.seconds(Duration.between(latest, at)));
  }

  /** What people and their scripts read in Parameter Store. */
  String document() {
    try (JsonWriter json = JsonWriter.create()) {
      json.writeStartObject();
      json.writeFieldName("database").writeValue(database);
      json.writeFieldName(copy() ? "recoveryPoint" : "automatedBackups").writeValue(arn);
      json.writeFieldName("earliestRestorableTime").writeValue(earliest.toString());
      json.writeFieldName("latestRestorableTime").writeValue(latest.toString());
      json.writeEndObject();
      return new String(json.getBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
