package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an alarm looks at and when it breaches: a value, so that a Route 53 health check can keep
 * the definition as it was when the check was made.
 */
public record AlarmDefinition(
    MetricSource source,
    Duration period,
    double threshold,
    Comparison comparison,
    int evaluationPeriods,
    int datapointsToAlarm,
    String treatMissingData) {

  /**
   * CloudWatch looks a little further back than the evaluation periods, for datapoints that may
   * stand in for missing ones; its user guide shows two more.
   */
  private static final int LOOKS_FURTHER_BACK = 2;

  /** The definition in the attributes of a metric alarm that has passed its checks. */
  public static AlarmDefinition of(Resource alarm) {
    int periods = alarm.integer("evaluationPeriods");
    return new AlarmDefinition(
        MetricSource.of(alarm),
        MetricSource.period(alarm),
        alarm.value("threshold") instanceof Number threshold ? threshold.doubleValue() : 0,
        Comparison.of(alarm.string("comparisonOperator")).orElseThrow(),
        periods,
        alarm.integer("datapointsToAlarm") == 0 ? periods : alarm.integer("datapointsToAlarm"),
        alarm.has("treatMissingData") ? alarm.string("treatMissingData") : "missing");
  }

  /**
   * The state after the period that ends then, as the user guide's tables for missing data say.
   *
   * @param current what it stays in when missing data is to be ignored
   */
  AlarmState evaluate(Metrics metrics, Instant end, AlarmState current) {
    List<Boolean> real = breaches(metrics, end, evaluationPeriods + LOOKS_FURTHER_BACK);
    if (real.isEmpty()) {
      return switch (treatMissingData) {
        case "breaching" -> AlarmState.ALARM;
        case "notBreaching" -> AlarmState.OK;
        case "ignore" -> current;
        default -> AlarmState.INSUFFICIENT_DATA;
      };
    }
    List<Boolean> judged = real.subList(0, Math.min(evaluationPeriods, real.size()));
    int breaching = (int) judged.stream().filter(breach -> breach).count();
    int missing = evaluationPeriods - judged.size();
    return switch (treatMissingData) {
      case "breaching" -> state(breaching + missing >= datapointsToAlarm);
      case "notBreaching" -> state(breaching >= datapointsToAlarm);
      case "ignore" ->
          breaching >= datapointsToAlarm
              ? AlarmState.ALARM
              : breaching + missing < datapointsToAlarm ? AlarmState.OK : current;
      default -> state(breaching >= Math.min(datapointsToAlarm, judged.size()));
    };
  }

  private static AlarmState state(boolean alarm) {
    return alarm ? AlarmState.ALARM : AlarmState.OK;
  }

  /**
   * As Route 53 reads the metric: every one of the last evaluation periods counts, missing data has
   * no say. Empty when one of them has no datapoint.
   */
  public Optional<Boolean> allBreach(Metrics metrics, Instant end) {
    List<Boolean> real = breaches(metrics, end, evaluationPeriods);
    return real.size() < evaluationPeriods
        ? Optional.empty()
        : Optional.of(real.stream().allMatch(breach -> breach));
  }

  /** The newest first, of the periods that have a datapoint. */
  private List<Boolean> breaches(Metrics metrics, Instant end, int periods) {
    List<Boolean> breaches = new ArrayList<>();
    Instant to = end;
    for (int i = 0; i < periods; i++) {
      Instant from = to.minus(period);
      source
          .value(metrics, from, to)
          .ifPresent(value -> breaches.add(comparison.breaches(value, threshold)));
      to = from;
    }
    return breaches;
  }

  /** Why it is in this state, for people. */
  String reason(Metrics metrics, Instant end, AlarmState state) {
    String value =
        source
            .value(metrics, end.minus(period), end)
            .map(last -> "the last datapoint is " + last)
            .orElse("the last period has no datapoint");
    return switch (state) {
      case INSUFFICIENT_DATA -> "Insufficient Data: " + value;
      case OK, ALARM ->
          "Threshold "
              + (state == AlarmState.ALARM ? "Crossed: " : "not Crossed: ")
              + value
              + " ("
              + comparison
              + " "
              + threshold
              + ", "
              + datapointsToAlarm
              + " out of "
              + evaluationPeriods
              + ").";
    };
  }
}
