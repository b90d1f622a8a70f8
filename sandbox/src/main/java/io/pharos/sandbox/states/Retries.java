package io.pharos.sandbox.states;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Counts the retries of one visit, per retrier, and says how long to wait before each. */
final class Retries {
  private final List<Map<String, Object>> retriers;
  private final int[] used;

  Retries(List<Map<String, Object>> retriers) {
    this.retriers = retriers;
    this.used = new int[retriers.size()];
  }

  /** How often the state has been tried again. */
  int count() {
    int sum = 0;
    for (int retries : used) {
      sum += retries;
    }
    return sum;
  }

  /**
   * The delay before the next attempt, or null when there is none: the first retrier that names the
   * error decides. A jitter is taken as its upper end, for chance has no place here.
   */
  Duration delay(StateError error) {
    for (int i = 0; i < used.length; i++) {
      Map<String, Object> retrier = retriers.get(i);
      if (State.strings(retrier.get("ErrorEquals")).stream().noneMatch(error::matches)) {
        continue;
      }
      if (used[i] >= number(retrier, "MaxAttempts", 3)) {
        return null;
      }
      double seconds =
          number(retrier, "IntervalSeconds", 1)
              * Math.pow(number(retrier, "BackoffRate", 2), used[i]);
      used[i]++;
      double longest = number(retrier, "MaxDelaySeconds", 31_622_400);
      return Duration.ofMillis(Math.round(Math.min(seconds, longest) * 1000));
    }
    return null;
  }

  private static double number(Map<String, Object> retrier, String field, double otherwise) {
    return retrier.get(field) instanceof Number number ? number.doubleValue() : otherwise;
  }
}
