package io.pharos.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A figure of a phase as people read it.
 *
 * @param note what it is measured against, or what it means
 */
record Figure(String name, String value, String note) {

  /** All that was measured, the objectives' first. */
  static List<Figure> of(DrillReport report) {
    List<Figure> figures = new ArrayList<>();
    UserView users = report.users();
    DrillReport.Header header = report.header();
    figures.add(
        new Figure(
            "RTO",
            users.rto().map(Figure::human).orElse("users did not recover"),
            "objective "
                + human(header.rtoObjective())
                + (header.planned() ? ", from the first second that users waited" : "")));
    figures.add(
        new Figure(
            "RPO",
            human(users.rpo()),
            header.planned()
                ? "planned: nothing may be lost"
                : "objective " + human(header.rpoObjective())));
    figures.addAll(bound(report));
    report
        .detection()
        .ifPresent(value -> figures.add(new Figure("detection", human(value), "fault to alarm")));
    report
        .decision()
        .ifPresent(
            value -> figures.add(new Figure("decision", human(value), "alarm to gate passed")));
    report
        .execution()
        .ifPresent(
            value ->
                figures.add(
                    new Figure(header.phase(), human(value), "the state machine's execution")));
    figures.add(
        new Figure(
            "unavailable", human(users.unavailable()), "seconds in which users were not served"));
    figures.add(
        new Figure(
            "writes",
            users.acknowledgedWrites() + " acknowledged, " + users.lostWrites() + " lost",
            users.maxConcurrentWriters() <= 1
                ? "one writer at any time"
                : users.maxConcurrentWriters() + " WRITERS AT ONCE"));
    return figures;
  }

  /** What the lost Region did when it came back. */
  static String of(DrillReport.Return returned) {
    return returned
            .fenced()
            .map(
                at ->
                    "the lost Region is back, and fenced itself within "
                        + human(Duration.between(returned.at(), at)))
            .orElse("the lost Region is back, and DID NOT FENCE ITSELF")
        + "; "
        + returned.strayWrites()
        + " stray writes";
  }

  private static List<Figure> bound(DrillReport report) {
    List<Figure> figures = new ArrayList<>();
    LowerBound bound = report.lowerBound();
    figures.add(
        new Figure(
            "at best",
            human(bound.rto()),
            String.join(" > ", bound.path()) + "; usually " + human(bound.typicalRto())));
    report
        .criticalPath()
        .sequential(report.users().rto())
        .ifPresent(
            value ->
                figures.add(
                    new Figure("in sequence", human(value), "the same steps one after another")));
    return figures;
  }

  static String human(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return String.format(
        Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
  }
}
