package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
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

  private Timeline() {}

  public static String of(DrillReport report) {
    List<Bar> bars = Bar.of(report);
    Instant end = bars.stream().map(Bar::to).max(Instant::compareTo).orElse(report.zero());
    double total = Math.max(1, seconds(Duration.between(report.zero(), end)));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s (%s), seconds since the %s; \u2588 users waited for it, \u2592 they did not%n%n",
            report.title(),
            report.header().mode(),
            report.header().planned() ? "start" : "fault"));
    for (Bar bar : bars) {
      text.append(bar(report, bar, total)).append(System.lineSeparator());
    }
    report.returned().ifPresent(returned -> text.append(returned(report, returned)));
    text.append(System.lineSeparator());
    figures(report, text);
    return text.append(System.lineSeparator()).toString();
  }

  private static String bar(DrillReport report, Bar bar, double total) {
    int from = column(report.zero(), bar.from(), total);
    int to = Math.max(from + 1, column(report.zero(), bar.to(), total));
    return String.format(
            Locale.ROOT,
            "%s%-" + NAME + "s %7.1f  %-" + WIDTH + "s %7.1f s%s",
            INDENT,
            bar.name(),
            seconds(Duration.between(report.zero(), bar.from())),
            " ".repeat(from) + (bar.critical() ? "\u2588" : "\u2592").repeat(to - from),
            seconds(Duration.between(bar.from(), bar.to())),
            bar.succeeded() ? "" : "  " + bar.outcome())
        .stripTrailing();
  }

  /** It comes long after the rest, and would make bars of it that nobody sees. */
  private static String returned(DrillReport report, DrillReport.Return returned) {
    return String.format(
        Locale.ROOT,
        "%s%-" + NAME + "s %7.1f  %s%n",
        INDENT,
        "return",
        seconds(Duration.between(report.zero(), returned.at())),
        Figure.of(returned));
  }

  private static void figures(DrillReport report, StringBuilder text) {
    Figure.of(report).forEach(figure -> line(text, figure.name(), figure.value(), figure.note()));
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

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
