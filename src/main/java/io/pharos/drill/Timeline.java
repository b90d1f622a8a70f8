package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A phase for the terminal: each step with its time and a bar, then the figures against the
 * objectives.
 */
public final class Timeline {
  private static final int NAME = 20;
  private static final int WIDTH = 44;
  private static final String INDENT = "  ";

  /**
   * @param critical whether users waited for it
   */
  private record Row(String name, Instant from, Instant to, String outcome, boolean critical) {}

  private Timeline() {}

  public static String of(DrillReport report) {
    List<Row> rows = rows(report);
    Instant end = rows.stream().map(Row::to).max(Instant::compareTo).orElse(report.zero());
    double total = Math.max(1, seconds(Duration.between(report.zero(), end)));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s (%s), seconds since the %s; \u2588 users waited for it, \u2592 they did not%n%n",
            title(report.header().phase()),
            report.header().mode(),
            report.header().planned() ? "start" : "fault"));
    for (Row row : rows) {
      text.append(bar(report, row, total)).append(System.lineSeparator());
    }
    report.returned().ifPresent(returned -> text.append(returned(report, returned)));
    text.append(System.lineSeparator());
    figures(report, text);
    return text.append(System.lineSeparator()).toString();
  }

  private static String bar(DrillReport report, Row row, double total) {
    int from = column(report.zero(), row.from(), total);
    int to = Math.max(from + 1, column(report.zero(), row.to(), total));
    return String.format(
            Locale.ROOT,
            "%s%-" + NAME + "s %7.1f  %-" + WIDTH + "s %7.1f s%s",
            INDENT,
            row.name(),
            seconds(Duration.between(report.zero(), row.from())),
            " ".repeat(from) + (row.critical() ? "\u2588" : "\u2592").repeat(to - from),
            seconds(Duration.between(row.from(), row.to())),
            row.outcome().equals("succeeded") ? "" : "  " + row.outcome())
        .stripTrailing();
  }

  private static List<Row> rows(DrillReport report) {
    List<Row> rows = new ArrayList<>();
    report
        .detected()
        .ifPresent(at -> rows.add(new Row("detect", report.zero(), at, "succeeded", true)));
    List<StepRecord> critical = report.criticalPath().critical();
    Instant taken = report.users().since();
    for (StepRecord step : report.steps()) {
      Instant end = report.criticalPath().end(step);
      String name = step.part().map(part -> part + ": ").orElse("") + step.name();
      rows.add(new Row(name, step.started(), end, step.reported(), critical.contains(step)));
      if (step.name().equals("takeover")) {
        taken = end;
      }
    }
    Instant from = taken;
    report
        .users()
        .back()
        .filter(back -> back.isAfter(from))
        .ifPresent(back -> rows.add(new Row("users back", from, back, "succeeded", true)));
    return rows;
  }

  /** It comes long after the rest, and would make bars of it that nobody sees. */
  private static String returned(DrillReport report, DrillReport.Return returned) {
    return String.format(
        Locale.ROOT,
        "%s%-" + NAME + "s %7.1f  %s%n",
        INDENT,
        "return",
        seconds(Duration.between(report.zero(), returned.at())),
        returned
                .fenced()
                .map(
                    at ->
                        "the lost Region is back, and fenced itself within "
                            + human(Duration.between(returned.at(), at)))
                .orElse("the lost Region is back, and DID NOT FENCE ITSELF")
            + "; "
            + returned.strayWrites()
            + " stray writes");
  }

  private static void figures(DrillReport report, StringBuilder text) {
    UserView users = report.users();
    line(
        text,
        "RTO",
        users.rto().map(Timeline::human).orElse("users did not recover"),
        "objective "
            + human(report.header().rtoObjective())
            + (report.header().planned() ? ", from the first second that users waited" : ""));
    line(
        text,
        "RPO",
        human(users.rpo()),
        report.header().planned()
            ? "planned: nothing may be lost"
            : "objective " + human(report.header().rpoObjective()));
    bound(report, text);
    report.detection().ifPresent(value -> line(text, "detection", human(value), "fault to alarm"));
    report
        .decision()
        .ifPresent(value -> line(text, "decision", human(value), "alarm to gate passed"));
    report
        .execution()
        .ifPresent(
            value ->
                line(text, report.header().phase(), human(value), "the state machine's execution"));
    line(text, "unavailable", human(users.unavailable()), "seconds in which users were not served");
    line(
        text,
        "writes",
        users.acknowledgedWrites() + " acknowledged, " + users.lostWrites() + " lost",
        users.maxConcurrentWriters() <= 1
            ? "one writer at any time"
            : users.maxConcurrentWriters() + " WRITERS AT ONCE");
    report
        .findings()
        .forEach(finding -> text.append(INDENT).append(finding).append(System.lineSeparator()));
    text.append(System.lineSeparator());
    line(text, "verdict", report.verdict().word(), "");
  }

  private static void bound(DrillReport report, StringBuilder text) {
    LowerBound bound = report.lowerBound();
    line(
        text,
        "at best",
        human(bound.rto()),
        String.join(" > ", bound.path()) + "; usually " + human(bound.typicalRto()));
    report
        .criticalPath()
        .sequential(report.users().rto())
        .ifPresent(
            value -> line(text, "in sequence", human(value), "the same steps one after another"));
  }

  private static void line(StringBuilder text, String name, String value, String note) {
    text.append(
        String.format(Locale.ROOT, "%s%-12s %-28s %s", INDENT, name, value, note).stripTrailing());
    text.append(System.lineSeparator());
  }

  private static int column(Instant zero, Instant at, double total) {
    double share = seconds(Duration.between(zero, at)) / total;
    return (int) Math.max(0, Math.min(WIDTH - 1, Math.round(share * WIDTH)));
  }

  private static String title(String phase) {
    return Character.toUpperCase(phase.charAt(0)) + phase.substring(1);
  }

  static String human(Duration duration) {
    double seconds = seconds(duration);
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return String.format(
        Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
