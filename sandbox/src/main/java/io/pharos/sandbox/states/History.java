package io.pharos.sandbox.states;

import io.pharos.sandbox.core.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of one execution, in the order in which they happened. */
final class History {
  /** AWS fails a standard execution that would have more. */
  static final int LIMIT = 25_000;

  private final VirtualClock clock;
  private final List<Entry> entries = new ArrayList<>();

  /** An event whose details are written out when somebody reads it. */
  private record Entry(long id, long previousId, Instant timestamp, String type, Object[] details) {
    HistoryEvent event() {
      Map<String, String> named = new LinkedHashMap<>();
      for (int i = 0; i < details.length; i += 2) {
        if (details[i + 1] != null) {
          named.put((String) details[i], details[i + 1].toString());
        }
      }
      return new HistoryEvent(id, previousId, timestamp, type, Collections.unmodifiableMap(named));
    }
  }

  History(VirtualClock clock) {
    this.clock = clock;
  }

  /** Adds an event and answers its id; details alternate names and values, nulls are left out. */
  long add(long previousId, String type, Object... details) {
    long id = entries.size() + 1L;
    entries.add(new Entry(id, previousId, clock.instant(), type, details));
    return id;
  }

  /** Whether there is only room for the event that ends it. */
  boolean full() {
    return entries.size() >= LIMIT - 1;
  }

  long size() {
    return entries.size();
  }

  List<HistoryEvent> events() {
    return entries.stream().map(Entry::event).toList();
  }
}
