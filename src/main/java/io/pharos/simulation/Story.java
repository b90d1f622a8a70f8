package io.pharos.simulation;

import io.pharos.drill.Probe;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.service.lambda.Invoked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened in a run, line by line, when somebody wants to read it. */
final class Story {
  private final boolean wanted;
  private final Clock clock;
  private final Instant disaster;
  private final List<String> lines = new ArrayList<>();
  private String lastView = "";

  Story(boolean wanted, Clock clock, Instant disaster) {
    this.wanted = wanted;
    this.clock = clock;
    this.disaster = disaster;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  void tell(String what) {
    if (wanted) {
      double seconds = Duration.between(disaster, clock.instant()).toMillis() / 1000.0;
      lines.add(String.format(Locale.ROOT, "%+9.1f s  %s", seconds, what));
    }
  }

  /**
   * A step, or what runs by the clock and fails.
   *
   * @param function null when it is none of recovery's
   */
  void tell(Invoked invoked, RecoveryFunction function) {
    if (!wanted) {
      return;
    }
    String operation = Json.operation(invoked.payload());
    if (operation.isEmpty() && !invoked.result().failed()) {
      return;
    }
    tell(
        String.format(
            Locale.ROOT,
            "%-9s %-24s %s%s %s (%.1f s)",
            function == null ? invoked.function() : function.word(),
            operation.isEmpty() ? "every minute in " + invoked.region() : operation,
            invoked.again() ? "again: " : "",
            invoked.result().failed() ? "FAILED" : "",
            Json.detail(invoked.result().payload()),
            invoked.result().took().toMillis() / 1000.0));
  }

  /** What users see, whenever that changes. */
  void tell(Probe users) {
    if (!wanted) {
      return;
    }
    List<Probe.Entry> log = users.log();
    Probe.Entry entry = log.get(log.size() - 1);
    String view =
        (entry.served() ? "served by " + entry.region() : "not served: " + entry.failure())
            + (entry.writers().isEmpty() ? "" : "; writers " + entry.writers());
    if (!view.equals(lastView)) {
      tell("users     " + view);
      lastView = view;
    }
  }
}
