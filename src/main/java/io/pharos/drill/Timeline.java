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
  private static final int WIDTH = 44;
  private static final String INDENT = "  ";

  private record Row(String name, Instant from, Instant to, String outcome) {}

  private Timeline() {}

  public static String of(DrillReport report) {
    List<Row> rows = rows(report);
    Instant end = rows.stream().map(Row::to).max(Instant::compareTo).orElse(report.zero());
    double total = Math.max(1, seconds(Duration.between(report.zero(), end)));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s (%s), seconds since the fault%n%n",
            title(report.phase()),
            report.mode()));
    for (Row row : rows) {
      int from = column(report.zero(), row.from(), total);
      int to = Math.max(from + 1, column(report.zero(), row.to(), total));
      text.append(
          String.format(
              Locale.ROOT,
              "%s%-10s %7.1f  %-" + WIDTH + "s %7.1f s%s%n",
              INDENT,
              row.name(),
              seconds(Duration.between(report.zero(), row.from())),
              " ".repeat(from) + "\u2588".repeat(to - from),
              seconds(Duration.between(row.from(), row.to())),
              row.outcome().equals("succeeded") ? "" : "  " + row.outcome()));
    }
    text.append(System.lineSeparator());
    figures(report, text);
    return text.toString();
  }

  private static List<Row> rows(DrillReport report) {
    List<Row> rows = new ArrayList<>();
    report.detected().ifPresent(at -> rows.add(new Row("detect", report.zero(), at, "succeeded")));
    for (StepRecord step : report.steps()) {
      rows.add(
          new Row(
              step.name(), step.started(), step.ended().orElse(step.started()), step.outcome()));
    }
    report
        .users()
        .rto()
        .map(rto -> report.zero().plus(rto))
        .ifPresent(
            back -> {
              Instant last =
                  rows.stream().map(Row::to).max(Instant::compareTo).orElse(report.zero());
              Instant from =
                  rows.stream()
                      .filter(row -> row.name().equals("takeover"))
                      .map(Row::to)
                      .findFirst()
                      .orElse(last);
              if (back.isAfter(from)) {
                rows.add(new Row("users back", from, back, "succeeded"));
              }
            });
    return rows;
  }

  private static void figures(DrillReport report, StringBuilder text) {
    UserView users = report.users();
    line(
        text,
        "RTO",
        users.rto().map(Timeline::human).orElse("users did not recover"),
        "objective " + human(report.rtoObjective()));
    line(text, "RPO", human(users.rpo()), "objective " + human(report.rpoObjective()));
    report.detection().ifPresent(value -> line(text, "detection", human(value), "fault to alarm"));
    report
        .decision()
        .ifPresent(value -> line(text, "decision", human(value), "alarm to gate passed"));
    report
        .execution()
        .ifPresent(value -> line(text, "failover", human(value), "the state machine's execution"));
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
