package io.pharos.sandbox.states;

import io.pharos.sandbox.core.VirtualClock;
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
  private final List<HistoryEvent> events = new ArrayList<>();

  History(VirtualClock clock) {
    this.clock = clock;
  }

  /** Adds an event and answers its id; details alternate names and values, nulls are left out. */
  long add(long previousId, String type, Object... details) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < details.length; i += 2) {
      if (details[i + 1] != null) {
        named.put((String) details[i], details[i + 1].toString());
      }
    }
    long id = events.size() + 1;
    events.add(
        new HistoryEvent(
            id, previousId, clock.instant(), type, Collections.unmodifiableMap(named)));
    return id;
  }

  /** Whether there is only room for the event that ends it. */
  boolean full() {
    return events.size() >= LIMIT - 1;
  }

  List<HistoryEvent> events() {
    return Collections.unmodifiableList(events);
  }
}
