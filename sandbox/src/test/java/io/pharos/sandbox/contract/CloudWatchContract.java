package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Metrics that the runtime publishes and reads, and the alarms over them. */
abstract class CloudWatchContract {
  private static final String NAMESPACE = "Pharos";
  private static final String METRIC = "ReplicaLag";

  private static final Refused INVALID =
      new Refused(InvalidParameterValueException.class, 400, "InvalidParameterValue");

  private final CloudWatchClient cloudWatch;
  private final ContractWorld world;

  CloudWatchContract(ContractWorld world) {
    this.world = world;
    this.cloudWatch = world.client(CloudWatchClient.class);
  }

  /** The start of a minute that is over. */
  private Instant minutesAgo(int minutes) {
    return world.clock().instant().truncatedTo(ChronoUnit.MINUTES).minusSeconds(60L * minutes);
  }

  private static Dimension instance(String identifier) {
    return Dimension.builder().name("DBInstanceIdentifier").value(identifier).build();
  }

  private void publish(String identifier, Instant at, double value) {
    MetricDatum datum =
        MetricDatum.builder()
            .metricName(METRIC)
            .dimensions(instance(identifier))
            .timestamp(at)
            .value(value)
            .unit(StandardUnit.NONE)
            .build();
    cloudWatch.putMetricData(put -> put.namespace(NAMESPACE).metricData(datum));
  }

  private GetMetricDataRequest.Builder lag(String identifier) {
    return GetMetricDataRequest.builder()
        .startTime(minutesAgo(15))
        .endTime(minutesAgo(0))
        .scanBy(ScanBy.TIMESTAMP_DESCENDING)
        .metricDataQueries(
            query ->
                query
                    .id("lag")
                    .metricStat(
                        stat ->
                            stat.metric(
                                    metric ->
                                        metric
                                            .namespace(NAMESPACE)
                                            .metricName(METRIC)
                                            .dimensions(instance(identifier)))
                                .period(60)
                                .stat("Maximum"))
                    .returnData(true));
  }

  private MetricDataResult read(String identifier) {
    return cloudWatch.getMetricData(lag(identifier).build()).metricDataResults().get(0);
  }

  @Test
  void getMetricData_answersTheMaximumOfEachMinute_theNewestFirst() {
    publish("a", minutesAgo(3).plusSeconds(10), 4);
    publish("a", minutesAgo(3).plusSeconds(40), 7);
    publish("a", minutesAgo(2).plusSeconds(20), 2);
    publish("b", minutesAgo(2), 99);

    MetricDataResult result = read("a");

    assertThat(result.id()).isEqualTo("lag");
    assertThat(result.values()).containsExactly(2.0, 7.0);
    assertThat(result.timestamps()).containsExactly(minutesAgo(2), minutesAgo(3));
    assertThat(result.statusCodeAsString()).isEqualTo("Complete");
  }

  @Test
  void getMetricData_ascending() {
    publish("a", minutesAgo(3), 3);
    publish("a", minutesAgo(2), 2);

    assertThat(
            cloudWatch
                .getMetricData(lag("a").scanBy(ScanBy.TIMESTAMP_ASCENDING).build())
                .metricDataResults()
                .get(0)
                .values())
        .containsExactly(3.0, 2.0);
  }

  @Test
  void getMetricData_ofAnUnknownMetric_isEmpty() {
    MetricDataResult result = read("none");

    assertThat(result.values()).isEmpty();
    assertThat(result.timestamps()).isEmpty();
  }

  @Test
  void getMetricData_ofAnEmptyRange_isRefused() {
    assertThat(Refused.by(() -> cloudWatch.getMetricData(lag("a").endTime(minutesAgo(20)).build())))
        .isEqualTo(new Refused(CloudWatchException.class, 400, "ValidationError"));
  }

  @Test
  void putMetricData_intoAWSsOwnNamespace_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    cloudWatch.putMetricData(
                        put ->
                            put.namespace("AWS/RDS")
                                .metricData(datum -> datum.metricName(METRIC).value(1.0)))))
        .isEqualTo(world.expected(KnownDifference.AWS_NAMESPACES_ARE_OPEN, INVALID, Refused.NOT));
  }

  @Test
  void putMetricData_ofTheDistantPast_isRefused() {
    assertThat(
            Refused.by(() -> publish("a", world.clock().instant().minus(15, ChronoUnit.DAYS), 1)))
        .isEqualTo(world.expected(KnownDifference.OLD_DATA_IS_TAKEN, INVALID, Refused.NOT));
  }

  @Test
  void describeAlarms_byName() {
    world.alarm("taken-over", NAMESPACE, "TakenOver", Map.of("App", "shop"));

    assertThat(
            cloudWatch.describeAlarms(describe -> describe.alarmNames("taken-over")).metricAlarms())
        .singleElement()
        .satisfies(this::isTheAlarm);
    assertThat(cloudWatch.describeAlarms(describe -> describe.alarmNames("none")).metricAlarms())
        .isEmpty();
  }

  private void isTheAlarm(MetricAlarm alarm) {
    assertThat(alarm.alarmName()).isEqualTo("taken-over");
    assertThat(alarm.alarmArn())
        .isEqualTo("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:taken-over");
    assertThat(alarm.metricName()).isEqualTo("TakenOver");
    assertThat(alarm.dimensions())
        .containsExactly(Dimension.builder().name("App").value("shop").build());
    assertThat(alarm.threshold()).isEqualTo(1);
    assertThat(alarm.evaluationPeriods()).isEqualTo(2);
    assertThat(alarm.treatMissingData()).isEqualTo("notBreaching");
  }

  @Test
  void describeAlarms_beforeItsFirstEvaluation_hasInsufficientData() {
    world.alarm("taken-over", NAMESPACE, "TakenOver", Map.of("App", "shop"));

    assertThat(
            cloudWatch
                .describeAlarms(describe -> describe.alarmNames("taken-over"))
                .metricAlarms()
                .get(0)
                .stateValue())
        .isEqualTo(
            world.expected(
                KnownDifference.NEW_ALARM_IS_OK, StateValue.INSUFFICIENT_DATA, StateValue.OK));
  }
}
