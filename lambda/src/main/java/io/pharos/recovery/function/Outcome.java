package io.pharos.recovery.function;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * What a step says: to the state machine as JSON, to people in the journal.
 *
 * @param figures what was measured: text, numbers, times, yes or no; in the order in which they are
 *     written
 */
record Outcome(Kind kind, String detail, Map<String, Object> figures) {

  enum Kind {
    SUCCEEDED,
    /** Not there yet: ask again. */
    WAITING,
    /** Not done, recorded, and to be done later; recovery goes on. */
    PENDING,
    /** Nothing was left to do. */
    SKIPPED,
    REFUSED,
    FAILED,
    STOPPED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Outcome succeeded(String detail) {
    return new Outcome(Kind.SUCCEEDED, detail, Map.of());
  }

  static Outcome waiting(String detail) {
    return new Outcome(Kind.WAITING, detail, Map.of());
  }

  static Outcome pending(String detail) {
    return new Outcome(Kind.PENDING, detail, Map.of());
  }

  static Outcome skipped(String detail) {
    return new Outcome(Kind.SKIPPED, detail, Map.of());
  }

  Outcome with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new Outcome(kind, detail, more);
  }

  byte[] json() {
    try (JsonWriter json = JsonWriter.create()) {
      json.writeStartObject();
      json.writeFieldName("outcome").writeValue(kind.word());
      json.writeFieldName("detail").writeValue(detail);
      figures.forEach((name, value) -> write(json.writeFieldName(name), value));
      json.writeEndObject();
      return json.getBytes();
    }
  }

  private static void write(JsonWriter json, Object value) {
    if (value instanceof Boolean yes) {
      json.writeValue(yes);
    } else if (value instanceof Number number) {
      json.writeNumber(Figures.text(number));
    } else if (value instanceof String || value instanceof Instant) {
      json.writeValue(value.toString());
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }
}
