package io.pharos.drill;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A figure of a phase that a drill may bound from above. */
public enum Limit {
  RTO_SECONDS("rtoSeconds", report -> report.users().rto().map(Limit::seconds)),
  RPO_SECONDS("rpoSeconds", report -> Optional.of(seconds(report.users().rpo()))),
  DETECTION_SECONDS("detectionSeconds", report -> report.detection().map(Limit::seconds)),
  UNAVAILABLE_SECONDS(
      "unavailableSeconds", report -> Optional.of(seconds(report.users().unavailable()))),
  LOST_WRITES("lostWrites", report -> Optional.of((double) report.users().lostWrites())),
  STRAY_WRITES(
      "strayWrites", report -> report.returned().map(returned -> (double) returned.strayWrites())),
  CONCURRENT_WRITERS(
      "maxConcurrentWriters",
      report -> Optional.of((double) report.users().maxConcurrentWriters()));

  private final String word;
  private final Function<DrillReport, Optional<Double>> figure;

  Limit(String word, Function<DrillReport, Optional<Double>> figure) {
    this.word = word;
    this.figure = figure;
  }

  /** As it is called in drills and reports. */
  public String word() {
    return word;
  }

  static Optional<Limit> of(String word) {
    return Arrays.stream(values()).filter(limit -> limit.word.equals(word)).findFirst();
  }

  /** What is wrong, with the figure; empty when the limit is kept. */
  Optional<String> exceeded(DrillReport report, double most) {
    Optional<Double> measured = figure.apply(report);
    if (measured.isEmpty()) {
      return Optional.of(word + " was not measured; at most " + number(most) + " was expected");
    }
    return measured.get() <= most
        ? Optional.empty()
        : Optional.of(
            word + " is " + number(measured.get()) + ", expected at most " + number(most));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.format(Locale.ROOT, "%.1f", number);
  }
}
