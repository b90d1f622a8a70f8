package io.pharos.recovery.function;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The time that must pass between an operation and the next one that an alarm raises: a flapping
 * alarm must not move the application twice. What was refused changed nothing and does not count.
 */
record Calm(Table table) {
  static final Duration BETWEEN_OPERATIONS = Duration.ofHours(1);
  private static final int LOOK_BACK = 25;

  /**
   * Lets an operation go on that a person started, or that comes long enough after the last one.
   *
   * @throws Refused when it comes too early
   */
  void require(Operation operation, Instant now) {
    if (!operation.raisedByAlarm()) {
      return;
    }
    Optional<Map<String, AttributeValue>> last =
        table.last(Journal.INDEX, LOOK_BACK).stream()
            .filter(item -> !Table.text(item, "operation").equals(Optional.of(operation.id())))
            .filter(item -> !Table.text(item, "outcome").equals(Optional.of("refused")))
            .findFirst();
    if (last.isEmpty()) {
      return;
    }
    // One that has no end died: its start is the last that is known of it.
    Instant at =
        Table.instant(last.get(), "ended")
            .or(() -> Table.instant(last.get(), "started"))
            .orElse(Instant.EPOCH);
    if (now.isBefore(at.plus(BETWEEN_OPERATIONS))) {
      throw new Refused(
          ErrorCode.TOO_SOON,
          "operation "
              + Table.text(last.get(), "operation").orElse("unknown")
              + " "
              + Table.text(last.get(), "outcome").orElse("began")
              + " at "
              + at
              + ", and an alarm starts the next one "
              + BETWEEN_OPERATIONS.toMinutes()
              + " minutes later at the earliest. If users cannot be served, start the operation by"
              + " hand: `pharos failover`");
    }
  }
}
