package io.pharos.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Something of a phase that took time, for a timeline.
 *
 * @param critical whether users waited for it
 */
record Bar(String name, Instant from, Instant to, String outcome, boolean critical) {
  private static final String SUCCEEDED = "succeeded";

  /** Detection, each step, and the way back of the users, in the order in which they began. */
  static List<Bar> of(DrillReport report) {
    List<Bar> bars = new ArrayList<>();
    report
        .detected()
        .ifPresent(at -> bars.add(new Bar("detect", report.zero(), at, SUCCEEDED, true)));
    List<StepRecord> critical = report.criticalPath().critical();
    Instant taken = report.users().since();
    for (StepRecord step : report.steps()) {
      Instant end = report.criticalPath().end(step);
      String name = step.part().map(part -> part + ": ").orElse("") + step.name();
      bars.add(new Bar(name, step.started(), end, step.reported(), critical.contains(step)));
      if (step.name().equals("takeover")) {
        taken = end;
      }
    }
    Instant from = taken;
    report
        .users()
        .back()
        .filter(back -> back.isAfter(from))
        .ifPresent(back -> bars.add(new Bar("users back", from, back, SUCCEEDED, true)));
    return bars;
  }

  boolean succeeded() {
    return outcome.equals(SUCCEEDED);
  }
}
