package io.pharos.engine;

import com.pulumi.automation.OperationType;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many resources an operation changed, or would change, by kind of change. */
public record Change(Map<OperationType, Integer> counts) {
  public Change {
    counts = Map.copyOf(counts == null ? new EnumMap<>(OperationType.class) : counts);
  }

  public int of(OperationType type) {
    return counts.getOrDefault(type, 0);
  }

  /** Whether everything stays as it is. */
  public boolean none() {
    return counts.entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue() == 0
                    || entry.getKey() == OperationType.SAME
                    || entry.getKey() == OperationType.READ
                    || entry.getKey() == OperationType.REFRESH);
  }

  /** {@code 96 create, 2 same}. */
  @Override
  public String toString() {
    if (counts.isEmpty()) {
      return "nothing";
    }
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(
                entry ->
                    entry.getValue()
                        + " "
                        + entry.getKey().toString().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
  }
}
