package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Metric alarms, with the checks of PutMetricAlarm. */
public final class MetricAlarmBehavior implements Behavior {
  private static final Set<String> STATISTICS =
      Set.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");
  private static final Set<String> TREATMENTS =
      Set.of("missing", "ignore", "breaching", "notBreaching");
  private static final int DAY = 86_400;

  private final World world;
  private final Alarms alarms;
  private final AlarmActions actions;

  public MetricAlarmBehavior(World world, Alarms alarms) {
    this.world = world;
    this.alarms = alarms;
    this.actions = new AlarmActions(world);
  }

  @Override
  public void create(Resource alarm) {
    check(alarm);
    String name = alarm.string("name");
    alarm.id(name);
    alarm.set("arn", AlarmActions.arn(world, alarm.region(), name));
    if (!alarm.has("treatMissingData")) {
      alarm.set("treatMissingData", "missing");
    }
  }

  @Override
  public void update(Resource alarm, Map<String, Object> before) {
    alarm.set("arn", before.get("arn"));
    check(alarm);
  }

  @Override
  public void delete(Resource alarm) {
    alarms.forget(alarm);
  }

  @Override
  public void start(Resource alarm) {
    alarms.startMetric(alarm);
  }

  private void check(Resource alarm) {
    if (Comparison.of(alarm.string("comparisonOperator")).isEmpty()) {
      throw CloudWatchRefusal.invalid(
          "Value '" + alarm.string("comparisonOperator") + "' at 'comparisonOperator' is invalid.");
    }
    if (alarm.has("treatMissingData") && !TREATMENTS.contains(alarm.string("treatMissingData"))) {
      throw CloudWatchRefusal.invalid(
          "Value '" + alarm.string("treatMissingData") + "' at 'treatMissingData' is invalid.");
    }
    if (alarm.maps("metricQueries").isEmpty()) {
      checkMetric(alarm);
    }
    checkPeriods(alarm);
    // Reading it once finds expressions and queries that make no sense.
    AlarmDefinition.of(alarm).evaluate(new Metrics(), Instant.EPOCH, AlarmState.INSUFFICIENT_DATA);
    actions.check(alarm);
  }

  private static void checkMetric(Resource alarm) {
    if (!alarm.has("metricName") || !alarm.has("namespace")) {
      throw CloudWatchRefusal.invalid("MetricName and Namespace are required.");
    }
    boolean plain = alarm.has("statistic");
    if (plain == alarm.has("extendedStatistic")) {
      throw CloudWatchRefusal.invalid(
          "Exactly one of Statistic and ExtendedStatistic must be given.");
    }
    if (plain && !STATISTICS.contains(alarm.string("statistic"))) {
      throw CloudWatchRefusal.invalid(
          "Value '" + alarm.string("statistic") + "' at 'statistic' is invalid.");
    }
    if (!alarm.has("threshold")) {
      throw CloudWatchRefusal.invalid("Threshold is required.");
    }
  }

  private static void checkPeriods(Resource alarm) {
    long period = MetricSource.period(alarm).toSeconds();
    int periods = alarm.integer("evaluationPeriods");
    if (period != 10 && period != 20 && period != 30 && (period <= 0 || period % 60 != 0)) {
      throw CloudWatchRefusal.invalid(
          "Period must be 10, 20, 30 or a multiple of 60, not " + period + ".");
    }
    if (periods < 1 || period * periods > DAY) {
      throw CloudWatchRefusal.invalid(
          "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be"
              + " <= 86400).");
    }
    if (alarm.integer("datapointsToAlarm") > periods) {
      throw CloudWatchRefusal.invalid(
          "DatapointsToAlarm must be at most EvaluationPeriods (" + periods + ").");
    }
  }
}
