package io.pharos.recovery.function;

import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What restore tests have shown so far, in the Region that stands by.
 *
 * @param allowed how long ago the last success may be
 * @param last the newest verdict
 */
record RestoreTests(Duration allowed, Map<String, AttributeValue> last, Optional<Instant> due) {
  /** Empty where nothing is tested. */
  static Optional<RestoreTests> of(Environment environment, Table table) {
    return environment
        .optional(Variable.PHAROS_RESTORE_TEST)
        .map(
            hours ->
                new RestoreTests(
                    Duration.ofHours(environment.number(Variable.PHAROS_RESTORE_TEST)),
                    table.get(Table.RESTORE_TEST),
                    Table.instant(table.get(Table.RESTORE_TESTS), "since")));
  }

  /** When one succeeded last. */
  Optional<Instant> succeeded() {
    return Table.instant(last, "succeeded");
  }

  /** Whether the newest one did not succeed. */
  boolean failed() {
    return Table.text(last, "verdict").equals(Optional.of("failed"));
  }

  /** A standby whose backups were not proved would recover all the same. */
  ReadinessCheck check(Instant now) {
    String name = "restore-test";
    if (failed()) {
      return ReadinessCheck.warns(name, "failed at " + text("time") + ": " + text("detail"));
    }
    Optional<Instant> from = succeeded().or(() -> due);
    String said =
        succeeded()
            .map(at -> "succeeded at " + at + ": " + text("detail"))
            .orElse("none has ended yet");
    return from.isPresent() && from.get().plus(allowed).isBefore(now)
        ? ReadinessCheck.warns(name, said + "; one is overdue")
        : ReadinessCheck.ok(name, said);
  }

  private String text(String attribute) {
    return Table.text(last, attribute).orElse("?");
  }
}
