package io.pharos.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many of the users' requests succeeded in a stretch of time.
 *
 * @param from when the stretch began
 * @param asked requests, one a second
 * @param served those that succeeded
 */
public record Availability(Instant from, int asked, int served) {
  /** As many stretches as a chart can show, each long enough to be a share of something. */
  private static final int STRETCHES = 400;

  private static final int SHORTEST = 5;

  static List<Availability> of(List<Probe.Entry> log) {
    int length = Math.max(SHORTEST, (log.size() + STRETCHES - 1) / STRETCHES);
    List<Availability> stretches = new ArrayList<>();
    for (int from = 0; from < log.size(); from += length) {
      List<Probe.Entry> stretch = log.subList(from, Math.min(log.size(), from + length));
      int served = (int) stretch.stream().filter(Probe.Entry::served).count();
      stretches.add(new Availability(stretch.get(0).at(), stretch.size(), served));
    }
    return stretches;
  }

  double percent() {
    return 100.0 * served / asked;
  }
}
