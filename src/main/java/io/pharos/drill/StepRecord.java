package io.pharos.drill;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of an operation, as its journal has it.
 *
 * @param part the operation within the operation that it belongs to: a failback has three
 */
public record StepRecord(
    String name,
    Optional<String> part,
    Instant started,
    Optional<Instant> ended,
    String outcome,
    int attempts,
    String detail) {

  StepRecord inPart(String name) {
    return new StepRecord(this.name, Optional.of(name), started, ended, outcome, attempts, detail);
  }

  /** The outcome in the words of reports, which know no step that is still at work. */
  String reported() {
    return switch (outcome) {
      case "succeeded", "skipped", "pending" -> outcome;
      case "waiting", "" -> "pending";
      default -> "failed";
    };
  }

  boolean succeeded() {
    return outcome.equals("succeeded") || outcome.equals("skipped");
  }
}
