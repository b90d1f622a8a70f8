package io.pharos.sandbox.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Answers that stay true for as long as no resource of some services changes. A simulated recovery
 * asks the same few questions thousands of times between two changes, and thousands of recoveries
 * begin with copies of one account.
 */
public final class Memo<K, V> {
  /** Questions may name what each world has by itself, such as operations: no end of them. */
  private static final int MOST_OF_COPIES = 20_000;

  private final Changes[] changes;
  private final Map<K, V> known = new HashMap<>();
  private final Optional<Map<Object, Object>> ofCopies;
  private long asOf;

  /**
   * Answers of one world.
   *
   * @param services the starts of the types that the answers follow from: {@code aws:ec2}
   */
  public Memo(Account account, String... services) {
    this(account, Optional.empty(), services);
  }

  private Memo(Account account, Optional<Map<Object, Object>> ofCopies, String... services) {
    this.changes = Stream.of(services).map(account::changes).toArray(Changes[]::new);
    this.ofCopies = ofCopies;
  }

  /**
   * Answers that equal copies of an account have in common while nothing has changed in them:
   * neither questions nor answers may hold anything of a world, and nothing in them may change.
   *
   * @param what the kind of questions
   */
  public static <K, V> Memo<K, V> ofCopies(Account account, String what, String... services) {
    return new Memo<>(account, account.knownOfCopies(what), services);
  }

  /** The answer, found anew only when something has changed; never null. */
  public V get(K question, Function<K, V> answer) {
    V before = known(question);
    if (before != null) {
      return before;
    }
    long now = asOf;
    V found = answer.apply(question);
    if (count() == now) {
      keep(question, found);
    }
    return found;
  }

  /** The answer, or null when it is not known. */
  @SuppressWarnings("unchecked")
  public V known(K question) {
    long now = count();
    if (now != asOf) {
      known.clear();
      asOf = now;
    }
    V ofAll = ofCopies.isPresent() && asCopied() ? (V) ofCopies.get().get(question) : null;
    return ofAll == null ? known.get(question) : ofAll;
  }

  /** Remembers what was found since nothing was {@link #known}, while nothing has changed. */
  public void keep(K question, V found) {
    if (ofCopies.isPresent() && asCopied() && ofCopies.get().size() < MOST_OF_COPIES) {
      ofCopies.get().put(question, found);
    } else {
      known.put(question, found);
    }
  }

  private long count() {
    long sum = 0;
    for (Changes each : changes) {
      sum += each.count();
    }
    return sum;
  }

  private boolean asCopied() {
    for (Changes each : changes) {
      if (!each.none()) {
        return false;
      }
    }
    return true;
  }
}
