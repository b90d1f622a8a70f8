package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Ids;
import java.time.Instant;

/** Ids and times as they stand in events. */
final class EventId {
  private EventId() {}

  static String of(Object... parts) {
    String hex = Ids.hex("", 32, parts);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  /** Events carry whole seconds. */
  static String time(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond()).toString();
  }
}
