package io.pharos.sandbox.core;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Answers that stay true for as long as no resource of some services changes. A simulated recovery
 * asks the same few questions thousands of times between two changes.
 */
public final class Memo<K, V> {
  private final Changes[] changes;
  private final Map<K, V> known = new HashMap<>();
  private long asOf;

  /**
   * @param services the starts of the types that the answers follow from: {@code aws:ec2}
   */
  public Memo(Account account, String... services) {
    this.changes = Stream.of(services).map(account::changes).toArray(Changes[]::new);
  }

  /** The answer, found anew only when something has changed; never null. */
  public V get(K question, Function<K, V> answer) {
    long now = count();
    if (now != asOf) {
      known.clear();
      asOf = now;
    }
    V before = known.get(question);
    if (before != null) {
      return before;
    }
    V found = answer.apply(question);
    if (count() == now) {
      known.put(question, found);
    }
    return found;
  }

  /** Finds the answer anew next time. */
  public void forget(K question) {
    known.remove(question);
  }

  private long count() {
    long sum = 0;
    for (Changes each : changes) {
      sum += each.count();
    }
    return sum;
  }
}
