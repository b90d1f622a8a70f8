package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where an alarm's values come from: one metric, or arithmetic over several. */
public sealed interface MetricSource {

  /** The value of one period, or empty when there is none. */
  Optional<Double> value(Metrics metrics, Instant from, Instant to);

  /** A statistic of one metric. */
  record Single(MetricName metric, String statistic) implements MetricSource {
    @Override
    public Optional<Double> value(Metrics metrics, Instant from, Instant to) {
      return metrics.statistic(metric, statistic, from, to);
    }
  }

  /** Metric math: an expression over the ids of other sources. */
  record Expression(String expression, Map<String, MetricSource> operands) implements MetricSource {
    @Override
    public Optional<Double> value(Metrics metrics, Instant from, Instant to) {
      return MetricMath.evaluate(
          expression,
          id ->
              Optional.ofNullable(operands.get(id))
                  .orElseThrow(() -> CloudWatchRefusal.invalid("Invalid metric id: " + id))
                  .value(metrics, from, to));
    }
  }

  /** The source that a metric alarm's attributes describe. */
  static MetricSource of(Resource alarm) {
    List<Map<String, Object>> queries = alarm.maps("metricQueries");
    if (queries.isEmpty()) {
      String statistic =
          alarm.has("statistic") ? alarm.string("statistic") : alarm.string("extendedStatistic");
      return new Single(
          new MetricName(
              alarm.region(),
              alarm.string("namespace"),
              alarm.string("metricName"),
              strings(alarm.map("dimensions"))),
          statistic);
    }
    Map<String, MetricSource> sources = new LinkedHashMap<>();
    MetricSource returned = null;
    for (Map<String, Object> query : queries) {
      MetricSource source = ofQuery(alarm.region(), query, sources);
      sources.put(String.valueOf(query.get("id")), source);
      if (Boolean.TRUE.equals(query.get("returnData"))) {
        returned = source;
      }
    }
    if (returned == null) {
      throw CloudWatchRefusal.invalid(
          "Exactly one element of the metrics list should return data.");
    }
    return returned;
  }

  private static MetricSource ofQuery(
      String region, Map<String, Object> query, Map<String, MetricSource> sources) {
    if (query.get("metric") instanceof Map<?, ?> metric) {
      Object dimensions = metric.get("dimensions");
      return new Single(
          new MetricName(
              region,
              String.valueOf(metric.get("namespace")),
              String.valueOf(metric.get("metricName")),
              dimensions instanceof Map<?, ?> map ? strings(map) : Map.of()),
          String.valueOf(metric.get("stat")));
    }
    return new Expression(String.valueOf(query.get("expression")), sources);
  }

  /** The period of the metric, or of the first query that has one. */
  static Duration period(Resource alarm) {
    return alarm.maps("metricQueries").stream()
        .map(query -> query.get("metric"))
        .filter(Map.class::isInstance)
        .map(metric -> ((Map<?, ?>) metric).get("period"))
        .filter(Number.class::isInstance)
        .map(period -> Duration.ofSeconds(((Number) period).intValue()))
        .findFirst()
        .orElse(Duration.ofSeconds(alarm.integer("period")));
  }

  private static Map<String, String> strings(Map<?, ?> map) {
    return map.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().toString(),
                entry -> entry.getValue().toString(),
                (first, second) -> second,
                TreeMap::new));
  }
}
