package io.pharos.recovery.function;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * One operation at a time in a Region. The expiry is part of the condition: an operation that died
 * holds the lock no longer than {@link #HELD}, and one that asks twice gets it twice.
 */
record Lock(Table table, Clock clock) {
  /** Longer than a state machine may run, so that a lock never ends under a living operation. */
  static final Duration HELD = Duration.ofHours(2);

  /**
   * Takes the lock.
   *
   * @return until when it is held
   * @throws Refused when another operation holds it
   */
  Instant acquire(String operation) {
    Instant now = clock.instant();
    Instant expires = now.plus(HELD);
    try {
      table
          .update(Table.LOCK)
          .set("owner", operation)
          .set("expires", expires.getEpochSecond())
          .onlyIf(
              "attribute_not_exists(#owner) OR #owner = :owner OR #expires < :now",
              Map.of("now", now.getEpochSecond()))
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

  /** Gives the lock back; when another operation has it by now, nothing changes. */
  void release(String operation) {
    table.deleteWhere(Table.LOCK, "owner", operation);
  }
}
