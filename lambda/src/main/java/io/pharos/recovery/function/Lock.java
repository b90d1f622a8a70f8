package io.pharos.recovery.function;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * One operation at a time in a Region. The expiry is part of the condition and every step renews
 * it: an operation that died holds the lock no longer than {@link #HELD}, one that lives keeps it,
 * and one that asks twice gets it twice.
 */
record Lock(Table table, Clock clock) {
  /**
   * Longer than a step with all its retries, so that a lock never ends under a living operation.
   */
  static final Duration HELD = Duration.ofMinutes(10);

  /** Longer than a state machine may run: nobody renews the lock of the peer Region. */
  static final Duration HELD_IN_PEER = Duration.ofHours(2);

  /**
   * Takes the lock.
   *
   * @return until when it is held
   * @throws Refused when another operation holds it
   */
  Instant acquire(String operation) {
    return acquire(operation, HELD, Optional.empty());
  }

  /**
   * Takes the lock.
   *
   * @param dead an operation whose lock may be taken over, because it is known to have ended
   */
  Instant acquire(String operation, Duration held, Optional<String> dead) {
    Instant now = clock.instant();
    Instant expires = now.plus(held);
    String free = "attribute_not_exists(#owner) OR #owner = :owner OR #expires < :now";
    try {
      table
          .update(Table.LOCK)
          .set("owner", operation)
          .set("expires", expires.getEpochSecond())
          .onlyIf(
              dead.isPresent() ? free + " OR #owner = :dead" : free,
              dead.isPresent()
                  ? Map.of("now", now.getEpochSecond(), "dead", dead.get())
                  : Map.of("now", now.getEpochSecond()))
          .run();
      return expires;
    } catch (ConditionalCheckFailedException e) {
      throw held(e);
    }
  }

  /** Held it is, also when the holder's name cannot be read. */
  private Refused held(ConditionalCheckFailedException cause) {
    Map<String, AttributeValue> item;
    try {
      item = table.get(Table.LOCK);
    } catch (SdkException unread) {
      cause.addSuppressed(unread);
      item = Map.of();
    }
    return new Refused(
        ErrorCode.LOCK_HELD,
        "operation "
            + Table.text(item, "owner").orElse("(unknown, or just ended)")
            + " holds the lock"
            + Table.number(item, "expires")
                .map(second -> " until " + Instant.ofEpochSecond(second.longValue()))
                .orElse("")
            + "; wait for its end, or stop its execution and start again after that time",
        cause);
  }

  /**
   * Keeps the lock, for a step that is about to act.
   *
   * @throws Refused when another operation has it by now
   */
  void renew(String operation) {
    try {
      table
          .update(Table.LOCK)
          .set("expires", clock.instant().plus(HELD).getEpochSecond())
          .onlyIf("attribute_not_exists(#owner) OR #owner = :holder", Map.of("holder", operation))
          .run();
    } catch (ConditionalCheckFailedException e) {
      throw new Refused(
          ErrorCode.LOCK_LOST,
          "operation "
              + operation
              + " does not hold the lock any more: it was silent for too long, and another one may"
              + " be at work",
          e);
    }
  }

  /** Who holds the lock; empty when nobody does. */
  Optional<String> owner() {
    return Table.text(table.get(Table.LOCK), "owner");
  }

  /** The operation that is at work; empty when none is, or when its lock has ended. */
  Optional<String> holder() {
    Map<String, AttributeValue> item = table.get(Table.LOCK);
    boolean held =
        Table.number(item, "expires")
            .filter(second -> second >= clock.instant().getEpochSecond())
            .isPresent();
    return held ? Table.text(item, "owner") : Optional.empty();
  }

  /** Gives the lock back; when another operation has it by now, nothing changes. */
  void release(String operation) {
    table.deleteWhere(Table.LOCK, "owner", operation);
  }
}
