package io.pharos.recovery.function;

import io.pharos.recovery.contract.Cadence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whether this Region could take over, as it was found the last time that all was looked at. It is
 * about one database: a later generation has not been judged yet.
 */
record Readiness(Instant judged, String database, List<ReadinessCheck> checks) {
  private static final String JUDGED = "judged";
  private static final String DATABASE = "database";
  private static final String READY = "ready";
  private static final String FAILING = "failing";
  private static final String CHECKS = "checks";
  private static final String SERVES = "serves";

  boolean ready() {
    return checks.stream().noneMatch(ReadinessCheck::failing);
  }

  String failing() {
    return checks.stream()
        .filter(ReadinessCheck::failing)
        .map(ReadinessCheck::toString)
        .collect(Collectors.joining("; "));
  }

  void store(Table table) {
    table
        .update(Table.READINESS)
        .set(JUDGED, judged)
        .set(DATABASE, database)
        .set(READY, ready())
        .set(FAILING, failing())
        .set(CHECKS, json())
        .remove(SERVES)
        .run();
  }

  /** Nothing is to be judged in a Region that serves. */
  static void storeServing(Table table, Instant now) {
    table
        .update(Table.READINESS)
        .set(JUDGED, now)
        .set(SERVES, true)
        .remove(DATABASE)
        .remove(READY)
        .remove(FAILING)
        .remove(CHECKS)
        .run();
  }

  /**
   * What was last found, when it still says something.
   *
   * @param ready whether nothing failed
   * @param text what did, and when it was looked at
   */
  record Latest(boolean ready, String text) {
    static Optional<Latest> of(Table table, String database, Instant now) {
      Map<String, AttributeValue> item = table.get(Table.READINESS);
      Instant judged = Table.instant(item, JUDGED).orElse(Instant.EPOCH);
      if (!Table.text(item, DATABASE).equals(Optional.of(database))
          || judged.plus(Cadence.READINESS_VALID).isBefore(now)) {
        return Optional.empty();
      }
      boolean ready = Table.yes(item, READY);
      return Optional.of(
          new Latest(
              ready,
              ready
                  ? "ready at " + judged
                  : "not ready at " + judged + ": " + Table.text(item, FAILING).orElse("")));
    }
  }

  private String json() {
    try (JsonWriter json = JsonWriter.create()) {
      json.writeStartArray();
      for (ReadinessCheck check : checks) {
        json.writeStartObject();
        json.writeFieldName("check").writeValue(check.name());
        json.writeFieldName("state").writeValue(check.state().word());
        json.writeFieldName("detail").writeValue(check.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
      return new String(json.getBytes(), StandardCharsets.UTF_8);
    }
  }
}
