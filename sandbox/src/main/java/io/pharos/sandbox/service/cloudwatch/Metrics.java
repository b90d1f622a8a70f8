package io.pharos.sandbox.service.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The metric streams of every Region: datapoints as published, and statistics over any period. */
public final class Metrics {
  private static final Duration KEPT = Duration.ofDays(2);

  private final Map<MetricName, TreeMap<Instant, List<Statistics>>> streams = new HashMap<>();

  /** An alarm asks for the same one again, period by period. */
  private MetricName last;

  private TreeMap<Instant, List<Statistics>> lastStream;

  void put(MetricName metric, Instant at, Statistics statistics) {
    TreeMap<Instant, List<Statistics>> stream =
        streams.computeIfAbsent(metric, name -> new TreeMap<>());
    last = null;
    stream.computeIfAbsent(at, time -> new ArrayList<>()).add(statistics);
    Instant oldest = at.minus(KEPT);
    if (stream.firstKey().isBefore(oldest)) {
      stream.headMap(oldest).clear();
    }
  }

  /**
   * One statistic over a period, or empty when nothing was published in it.
   *
   * @param statistic Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p99
   * @param from the period's start, which belongs to it
   * @param to its end, which does not
   */
  public Optional<Double> statistic(MetricName metric, String statistic, Instant from, Instant to) {
    if (metric != last) {
      last = metric;
      lastStream = streams.get(metric);
    }
    if (lastStream == null) {
      return Optional.empty();
    }
    List<Statistics> points = points(lastStream, from, to);
    if (points.isEmpty()) {
      return Optional.empty();
    }
    Statistics whole = points.get(0);
    for (Statistics point : points.subList(1, points.size())) {
      whole = whole.plus(point);
    }
    return Optional.of(
        switch (statistic) {
          case "Average" -> whole.average();
          case "Sum" -> whole.sum();
          case "Minimum" -> whole.minimum();
          case "Maximum" -> whole.maximum();
          case "SampleCount" -> whole.sampleCount();
          default -> percentile(points, statistic);
        });
  }

  private static List<Statistics> points(
      TreeMap<Instant, List<Statistics>> stream, Instant from, Instant to) {
    Map.Entry<Instant, List<Statistics>> entry = stream.ceilingEntry(from);
    if (entry == null || !entry.getKey().isBefore(to)) {
      return List.of();
    }
    Map.Entry<Instant, List<Statistics>> next = stream.higherEntry(entry.getKey());
    if (next == null || !next.getKey().isBefore(to)) {
      return entry.getValue();
    }
    List<Statistics> points = new ArrayList<>(entry.getValue());
    for (; next != null && next.getKey().isBefore(to); next = stream.higherEntry(next.getKey())) {
      points.addAll(next.getValue());
    }
    return points;
  }

  private static double percentile(List<Statistics> points, String statistic) {
    if (!statistic.matches("p\\d{1,2}(\\.\\d+)?|p100")) {
      throw new UnsupportedOperationException("the sandbox has no statistic " + statistic);
    }
    double share = Double.parseDouble(statistic.substring(1)) / 100;
    List<Double> sorted = points.stream().map(Statistics::average).sorted().toList();
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.max(0, index));
  }
}
