package io.pharos.drill;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import io.pharos.engine.Plan;
import io.pharos.engine.PlannedChange;
import io.pharos.engine.ReconcileReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run as one HTML page: the verdict first, then each phase as its users saw it, its steps and its
 * figures. The page needs nothing else, neither network nor another file; equal runs give equal
 * bytes.
 */
public final class ReportPage {
  private static final String CHART = "uPlot-1.6.32";
  private static final double NARROWEST_PERCENT = 0.3;
  private static final Mustache PAGE =
      new DefaultMustacheFactory("io/pharos/drill").compile("report.html.mustache");

  private ReportPage() {}

  /** What the template fills in for a phase, by the names of the components. */
  private record Section(
      String id,
      String title,
      String mode,
      String zero,
      String verdict,
      String sentence,
      List<Figure> figures,
      List<String> findings,
      List<String> returned,
      List<Track> bars,
      String chart) {
    static Section of(DrillReport report) {
      List<Bar> bars = Bar.of(report);
      Instant end = bars.stream().map(Bar::to).max(Instant::compareTo).orElse(report.zero());
      double total = Math.max(1, seconds(report.zero(), end));
      return new Section(
          report.header().phase(),
          report.title(),
          report.header().mode(),
          report.header().planned() ? "start" : "fault",
          report.verdict().word(),
          ReportPage.sentence(report),
          Figure.of(report),
          report.findings(),
          report.returned().map(Figure::of).stream().toList(),
          bars.stream().map(bar -> Track.of(bar, report.zero(), total)).toList(),
          ReportPage.chart(report));
    }
  }

  /** A bar; its place in percent. */
  private record Track(
      String name,
      String from,
      String length,
      String left,
      String width,
      boolean critical,
      String outcome,
      String trouble) {
    static Track of(Bar bar, Instant zero, double total) {
      double from = seconds(zero, bar.from());
      double length = seconds(bar.from(), bar.to());
      return new Track(
          bar.name(),
          decimal(from),
          decimal(length),
          decimal(Math.max(0, 100 * from / total)),
          decimal(Math.max(NARROWEST_PERCENT, 100 * length / total)),
          bar.critical(),
          bar.outcome(),
          bar.succeeded() ? "" : bar.outcome());
    }
  }

  /** A stack after it was reconciled: what its last preview shows, and what was done to data. */
  private record Reconciled(
      String active, String stack, String preview, int adopted, int updated, int lost) {
    static List<Reconciled> of(List<? extends Phase> phases) {
      return phases.stream()
          .filter(ReconcilePhase.class::isInstance)
          .map(ReconcilePhase.class::cast)
          .flatMap(phase -> phase.report().last().stream().map(plan -> of(phase, plan)))
          .toList();
    }

    private static Reconciled of(ReconcilePhase phase, Plan plan) {
      ReconcileReport report = phase.report();
      return new Reconciled(
          report.active().word(),
          plan.stack().word(),
          plan.counts().none() ? "no change" : plan.counts().toString(),
          report.stateful(plan.stack(), PlannedChange.Kind.IMPORT),
          report.stateful(plan.stack(), PlannedChange.Kind.UPDATE),
          report.stateful(plan.stack(), PlannedChange.Kind.REPLACE)
              + report.stateful(plan.stack(), PlannedChange.Kind.DELETE));
    }
  }

  /** The page of a run with these phases. */
  public static String of(List<? extends Phase> phases) {
    List<DrillReport> drills =
        phases.stream().filter(DrillReport.class::isInstance).map(DrillReport.class::cast).toList();
    DrillReport.Header first = drills.get(0).header();
    Verdict verdict = Verdict.worst(phases.stream().map(Phase::verdict).toList());
    Map<String, Object> page =
        Map.of(
            "verdict",
            verdict.word(),
            "heading",
            heading(verdict),
            "header",
            first,
            "stacks",
            first.stacks(),
            "reconciled",
            Reconciled.of(phases),
            "phases",
            drills.stream().map(Section::of).toList(),
            "chartStyle",
            resource(CHART + ".min.css"),
            "chartScript",
            resource(CHART + ".iife.min.js"));
    return PAGE.execute(new StringWriter(), page).toString();
  }

  private static String heading(Verdict verdict) {
    return switch (verdict) {
      case MET -> "All objectives were met";
      case MISSED -> "An objective was missed";
      case REFUSED -> "Refused: nothing was changed";
      case STOPPED -> "Stopped in a safe state";
    };
  }

  /** What a reader who reads nothing else should know. */
  private static String sentence(DrillReport report) {
    UserView users = report.users();
    String back =
        users
            .rto()
            .map(
                rto ->
                    "Users were served again after "
                        + Figure.human(rto)
                        + " (objective "
                        + Figure.human(report.header().rtoObjective())
                        + ")")
            .orElse("Users were not served again");
    return back
        + ", and "
        + (users.lostWrites() == 0 ? "none" : users.lostWrites())
        + " of their "
        + users.acknowledgedWrites()
        + " writes "
        + (users.lostWrites() == 1 ? "is" : "are")
        + " lost.";
  }

  /** Seconds since zero, and the share of requests that succeeded; numbers only. */
  private static String chart(DrillReport report) {
    StringBuilder times = new StringBuilder();
    StringBuilder shares = new StringBuilder();
    for (Availability stretch : report.users().availability()) {
      String separator = times.length() == 0 ? "" : ",";
      times.append(separator).append(decimal(seconds(report.zero(), stretch.from())));
      shares.append(separator).append(decimal(stretch.percent()));
    }
    return "[[" + times + "],[" + shares + "]]";
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
