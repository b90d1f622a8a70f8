package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The most that the active Region has run within a day, kept in the standby, where it can be read
 * when the active one is gone. The day ends when that Region was last seen well.
 */
record ObservedCapacity(Aws aws, Environment environment, Table table) {
  private static final String PEAK = "peak";
  private static final String HOURS = "hours";
  private static final int KEPT_HOURS = 24;

  /** Whether the deployment wants to know. */
  static boolean wanted(Environment environment) {
    return environment.get(Variable.PHAROS_CAPACITY).equals("observed");
  }

  /** Keeps what the peer runs now, if that is news: one figure an hour. */
  void store() {
    Compute compute =
        Compute.in(
            environment.get(Variable.PHAROS_PEER_REGION),
            aws,
            environment.get(Variable.PHAROS_PEER_AUTO_SCALING_GROUP));
    int size = Math.max(compute.size().desiredCapacity(), compute.inService());
    Instant now = aws.clock().instant();
    long hour = Duration.between(Instant.EPOCH, now).toHours();
    Map<String, Object> hours = hours(hour - KEPT_HOURS);
    Object known = hours.get(Long.toString(hour));
    if (known != null && (Integer) known >= size) {
      return;
    }
    hours.put(Long.toString(hour), size);
    int peak = hours.values().stream().mapToInt(Integer.class::cast).max().orElse(size);
    table.update(Table.CAPACITY).set(PEAK, peak).set(HOURS, hours).set("seen", now).run();
  }

  /** The figures of the hours after this one. */
  private Map<String, Object> hours(long after) {
    Map<String, Object> hours = new HashMap<>();
    AttributeValue kept = table.get(Table.CAPACITY).get(HOURS);
    if (kept != null) {
      kept.m()
          .forEach(
              (hour, size) -> {
                if (Long.parseLong(hour) > after) {
                  hours.put(hour, Integer.valueOf(size.n()));
                }
              });
    }
    return hours;
  }

  /** The peak; empty when the peer was never seen. */
  OptionalInt peak() {
    return Table.number(table.get(Table.CAPACITY), PEAK)
        .map(peak -> OptionalInt.of(peak.intValue()))
        .orElse(OptionalInt.empty());
  }
}
