package io.pharos.recovery.function;

import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What happened in each operation, in the Region being activated. A step that is delivered twice
 * keeps its first start and counts its attempts.
 */
final class Journal {
  static final String STEP = "step#";

  /** The partition that has one line for each operation. */
  static final String INDEX = "operations";

  private final Table table;
  private final Clock clock;

  Journal(Table table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /**
   * Does the step and writes how it began and ended. An exception of the AWS SDK leaves as one that
   * the state machine understands.
   */
  Outcome record(Operation operation, String step, Supplier<Outcome> action) {
    try {
      table
          .update(key(operation, step))
          .set("step", step)
          .setIfAbsent("started", clock.instant())
          .add("attempts", 1)
          .run();
      Outcome outcome = act(operation, step, action);
      ended(operation, step, outcome);
      return outcome;
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  /** The operation's own line, written when it begins. */
  void opened(Operation operation) {
    for (Table.Key key : List.of(summary(operation), index(operation))) {
      table
          .update(key)
          .setIfAbsent("operation", operation.id())
          .setIfAbsent("started", operation.started())
          .setIfAbsent("kind", operation.kind().word())
          .setIfAbsent("mode", operation.mode().word())
          .setIfAbsent("trigger", operation.trigger())
          .setIfAbsent("reason", operation.reason())
          .run();
    }
  }

  /** The operation's own line, written when it ends. */
  void closed(Operation operation, Outcome outcome) {
    opened(operation);
    for (Table.Key key : List.of(index(operation), summary(operation))) {
      ItemUpdate update =
          table
              .update(key)
              .set("ended", clock.instant())
              .set("outcome", outcome.kind().word())
              .set("detail", outcome.detail());
      outcome.figures().forEach(update::set);
      update.run();
    }
  }

  /** Writes the missing-data report into the lines of the operation that caused it. */
  void missing(String operation, Instant started, String database, MissingData.Span span) {
    for (Table.Key key : List.of(index(started, operation), summary(operation))) {
      table
          .update(key)
          .set("missingIn", database)
          .set("missingFrom", span.from())
          .set("missingTo", span.to())
          .set("missingSeconds", span.seconds())
          .run();
    }
  }

  /** When a step of an operation ended well; empty when it did not. */
  Optional<Instant> succeeded(String operation, String step) {
    Map<String, AttributeValue> item = table.get(new Table.Key(partition(operation), STEP + step));
    return Table.text(item, "outcome").equals(Optional.of(Outcome.Kind.SUCCEEDED.word()))
        ? Table.instant(item, "ended")
        : Optional.empty();
  }

  /** Whether an operation of this id was started in this Region. */
  boolean knows(String operation) {
    return !table.get(summary(operation)).isEmpty();
  }

  /** The line of an operation, in the table of the Region that it activates. */
  static Table.Key summary(String operation) {
    return new Table.Key(partition(operation), "summary");
  }

  /** How this operation ended, or an empty map. */
  Map<String, AttributeValue> summaryOf(Operation operation) {
    return table.get(summary(operation));
  }

  /** One step of this operation as it is in the journal, or an empty map. */
  Map<String, AttributeValue> step(Operation operation, RecoveryFunction step) {
    return table.get(key(operation, step.word()));
  }

  /** The steps of this operation so far. */
  List<Map<String, AttributeValue>> steps(Operation operation) {
    return table.query(partition(operation), STEP);
  }

  private Outcome act(Operation operation, String step, Supplier<Outcome> action) {
    try {
      return action.get();
    } catch (RecoveryException | SdkException e) {
      Outcome.Kind kind = e instanceof Refused ? Outcome.Kind.REFUSED : Outcome.Kind.FAILED;
      try {
        ended(operation, step, new Outcome(kind, String.valueOf(e.getMessage()), Map.of()));
      } catch (SdkException unwritten) {
        e.addSuppressed(unwritten);
      }
      throw e;
    }
  }

  private void ended(Operation operation, String step, Outcome outcome) {
    ItemUpdate update =
        table
            .update(key(operation, step))
            .set("outcome", outcome.kind().word())
            .set("detail", outcome.detail())
            .set("figures", outcome.figures());
    if (outcome.kind() == Outcome.Kind.WAITING) {
      update.remove("ended");
    } else {
      update.set("ended", clock.instant());
    }
    update.run();
  }

  private static Table.Key key(Operation operation, String step) {
    return new Table.Key(partition(operation), STEP + step);
  }

  private static Table.Key summary(Operation operation) {
    return new Table.Key(partition(operation), "summary");
  }

  private static Table.Key index(Operation operation) {
    return index(operation.started(), operation.id());
  }

  private static Table.Key index(Instant started, String operation) {
    return new Table.Key(INDEX, started + "#" + operation);
  }

  private static String partition(Operation operation) {
    return partition(operation.id());
  }

  private static String partition(String operation) {
    return "operation#" + operation;
  }
}
