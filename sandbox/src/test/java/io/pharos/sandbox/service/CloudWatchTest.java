package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.TwoRegions.FRANKFURT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.cloudwatch.Announcements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class CloudWatchTest {
  private static final String ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
  private static final String COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";

  private final List<Map<String, Object>> events = new ArrayList<>();
  private final List<String> actions = new ArrayList<>();
  private TwoRegions aws;
  private CloudWatch cloudWatch;

  @BeforeEach
  void anAccount() {
    aws = new TwoRegions(world -> new CloudWatch(world, heard()));
    aws.existing("aws:sns/topic:Topic", FRANKFURT, TOPIC, Map.of("arn", TOPIC));
    cloudWatch = aws.world.service(CloudWatch.class);
  }

  private Announcements heard() {
    return new Announcements() {
      @Override
      public Optional<String> act(
          String region, String alarmArn, String targetArn, String subject, String message) {
        actions.add(targetArn + " " + subject);
        return Optional.empty();
      }

      @Override
      public void emit(String region, Map<String, Object> event) {
        events.add(event);
      }
    };
  }

  private Resource alarm(String name, Map<String, Object> more) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.putAll(
        Map.of(
            "name",
            name,
            "namespace",
            "Pharos",
            "metricName",
            "PeerUnreachable",
            "dimensions",
            Map.of("App", "shop"),
            "statistic",
            "Maximum",
            "period",
            60,
            "evaluationPeriods",
            2,
            "threshold",
            1,
            "comparisonOperator",
            "GreaterThanOrEqualToThreshold",
            "treatMissingData",
            "notBreaching"));
    arguments.put("alarmActions", List.of(TOPIC));
    arguments.putAll(more);
    return aws.create(ALARM, FRANKFURT, name, arguments);
  }

  private void publish(double value) {
    cloudWatch.put(
        FRANKFURT,
        "Pharos",
        "PeerUnreachable",
        Map.of("App", "shop"),
        aws.world.clock().instant(),
        value);
  }

  private void minutes(double... values) {
    for (double value : values) {
      publish(value);
      aws.pass(Duration.ofMinutes(1));
    }
    aws.pass(Duration.ofSeconds(30));
  }

  private String state(String name) {
    return cloudWatch.state(FRANKFURT, name).orElseThrow();
  }

  @Test
  void an_alarm_fires_after_its_periods_and_tells() {
    alarm("peer", Map.of());
    minutes(0, 0);
    assertThat(state("peer")).isEqualTo("OK");

    minutes(1);
    assertThat(state("peer")).isEqualTo("OK");
    minutes(1);

    assertThat(state("peer")).isEqualTo("ALARM");
    assertThat(actions).containsExactly(TOPIC + " ALARM: \"peer\" in eu-central-1");
    assertThat(events).hasSize(2);
    assertThat(events.get(1))
        .containsEntry("detail-type", "CloudWatch Alarm State Change")
        .containsEntry("source", "aws.cloudwatch");
    assertThat(events.get(1).get("detail")).asString().contains("alarmName=peer", "value=ALARM");
  }

  @Test
  void an_alarm_of_ten_seconds_sees_a_metric_of_high_resolution_at_once() {
    Map<String, Object> quick =
        Map.of("period", 10, "evaluationPeriods", 1, "treatMissingData", "ignore");
    alarm("quick", quick);
    alarm("of-standard", with(quick, Map.of("metricName", "Standard")));
    aws.pass(Duration.ofSeconds(115 - aws.world.clock().instant().getEpochSecond() % 60));

    client().putMetricData(put -> put.namespace("Pharos").metricData(datum("PeerUnreachable", 1)));
    client().putMetricData(put -> put.namespace("Pharos").metricData(datum("Standard", 60)));
    aws.pass(Duration.ofSeconds(20));

    assertThat(state("quick")).isEqualTo("ALARM");
    assertThat(state("of-standard"))
        .as("by the minute: what is published later in it belongs to its first period")
        .isNotEqualTo("ALARM");
    aws.pass(Duration.ofMinutes(5));
    assertThat(state("quick")).as("no data: it stays as it is").isEqualTo("ALARM");
  }

  private CloudWatchClient client() {
    return aws.world.bareClient(
        CloudWatchClient.class, FRANKFURT, Caller.operator(aws.world.clock()));
  }

  private static MetricDatum datum(String metric, int resolution) {
    return MetricDatum.builder()
        .metricName(metric)
        .dimensions(Dimension.builder().name("App").value("shop").build())
        .value(1.0)
        .storageResolution(resolution)
        .build();
  }

  private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  @Test
  void missing_data_is_treated_as_the_alarm_says() {
    alarm("missing", Map.of("treatMissingData", "missing"));
    alarm("ignore", Map.of("treatMissingData", "ignore"));
    alarm("breaching", Map.of("treatMissingData", "breaching"));
    alarm("notBreaching", Map.of());
    aws.pass(Duration.ofMinutes(3));

    assertThat(state("missing")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(state("ignore")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(state("breaching")).isEqualTo("ALARM");
    assertThat(state("notBreaching")).isEqualTo("OK");
  }

  @Test
  void one_of_two_datapoints_is_enough_when_the_alarm_says_so() {
    alarm("any", Map.of("datapointsToAlarm", 1));
    minutes(1, 0);

    assertThat(state("any")).isEqualTo("ALARM");
  }

  @Test
  void other_dimensions_are_another_metric() {
    alarm("peer", Map.of("dimensions", Map.of("App", "shop", "Environment", "prod")));
    minutes(1, 1, 1);

    assertThat(state("peer")).isEqualTo("OK");
  }

  @Test
  void an_alarm_in_a_dead_region_does_not_fire() {
    alarm("peer", Map.of("treatMissingData", "breaching"));
    aws.world.faults().fail(FRANKFURT, Faults.Kind.DEAD);
    aws.pass(Duration.ofMinutes(10));

    assertThat(events).isEmpty();
  }

  @Test
  void a_composite_alarm_follows_its_children() {
    alarm("a", Map.of());
    alarm("b", Map.of("metricName", "Other"));
    aws.create(
        COMPOSITE,
        FRANKFURT,
        "lost",
        Map.of("alarmName", "lost", "alarmRule", "ALARM(\"a\") AND NOT ALARM(b)"));
    minutes(0);
    assertThat(state("lost")).isEqualTo("OK");

    minutes(1, 1);

    assertThat(state("lost")).isEqualTo("ALARM");
    var described =
        aws.client(CloudWatchClient.class, FRANKFURT)
            .describeAlarms(r -> r.alarmTypes(AlarmType.COMPOSITE_ALARM).alarmNames("lost"));
    assertThat(described.compositeAlarms().get(0).stateValueAsString()).isEqualTo("ALARM");
  }

  @Test
  void a_composite_alarm_needs_its_children() {
    assertThatThrownBy(
            () ->
                aws.create(
                    COMPOSITE,
                    FRANKFURT,
                    "lost",
                    Map.of("alarmName", "lost", "alarmRule", "ALARM(nobody) OR FALSE")))
        .hasMessageContaining("nobody");
    assertThatThrownBy(
            () ->
                aws.create(
                    COMPOSITE,
                    FRANKFURT,
                    "lost",
                    Map.of("alarmName", "lost", "alarmRule", "ALARM(a) AND")))
        .hasMessageContaining("not a valid expression");
  }

  @Test
  void what_put_metric_alarm_refuses() {
    assertThatThrownBy(() -> alarm("a", Map.of("period", 45))).hasMessageContaining("Period");
    assertThatThrownBy(() -> alarm("a", Map.of("statistic", "Median")))
        .hasMessageContaining("statistic");
    assertThatThrownBy(
            () ->
                alarm("a", Map.of("alarmActions", List.of("arn:aws:sns:eu-west-1:123456789012:x"))))
        .hasMessageContaining("Only eu-central-1 is supported");
    assertThatThrownBy(() -> alarm("a", Map.of("datapointsToAlarm", 3)))
        .hasMessageContaining("DatapointsToAlarm");
  }

  @Test
  void metric_math_divides() {
    alarm(
        "errors",
        Map.of(
            "evaluationPeriods",
            1,
            "threshold",
            5,
            "metricQueries",
            List.of(
                Map.of("id", "e", "expression", "100 * bad / (bad + good)", "returnData", true),
                query("bad"),
                query("good"))));
    cloudWatch.put(FRANKFURT, "N", "bad", Map.of(), aws.world.clock().instant(), 10);
    cloudWatch.put(FRANKFURT, "N", "good", Map.of(), aws.world.clock().instant(), 90);
    aws.pass(Duration.ofSeconds(80));

    assertThat(state("errors")).isEqualTo("ALARM");
  }

  private static Map<String, Object> query(String metric) {
    return Map.of(
        "id",
        metric,
        "metric",
        Map.of("namespace", "N", "metricName", metric, "period", 60, "stat", "Sum"));
  }

  @Test
  void what_was_published_can_be_read() {
    CloudWatchClient client = aws.client(CloudWatchClient.class, FRANKFURT);
    client.putMetricData(
        r ->
            r.namespace("Pharos")
                .metricData(
                    d ->
                        d.metricName("TakenOver")
                            .dimensions(Dimension.builder().name("App").value("shop").build())
                            .value(1.0)));
    var statistics =
        client.getMetricStatistics(
            r ->
                r.namespace("Pharos")
                    .metricName("TakenOver")
                    .dimensions(Dimension.builder().name("App").value("shop").build())
                    .startTime(TwoRegions.START)
                    .endTime(TwoRegions.START.plusSeconds(60))
                    .period(60)
                    .statistics(Statistic.MAXIMUM));

    assertThat(statistics.datapoints()).hasSize(1);
    assertThat(statistics.datapoints().get(0).maximum()).isEqualTo(1.0);
    assertThatThrownBy(
            () -> client.putMetricData(r -> r.namespace("AWS/RDS").metricData(d -> d.value(1.0))))
        .hasMessageContaining("Namespace");
  }

  @Test
  void log_groups_and_dashboards_are_checked() {
    String group = "aws:cloudwatch/logGroup:LogGroup";
    aws.create(group, FRANKFURT, "g", Map.of("name", "/aws/lambda/f", "retentionInDays", 30));
    assertThatThrownBy(() -> aws.create(group, FRANKFURT, "g2", Map.of("name", "/aws/lambda/f")))
        .hasMessageContaining("already exists");
    assertThatThrownBy(
            () -> aws.create(group, FRANKFURT, "h", Map.of("name", "h", "retentionInDays", 31)))
        .hasMessageContaining("retentionInDays");
    assertThatThrownBy(
            () ->
                aws.create(
                    "aws:cloudwatch/dashboard:Dashboard",
                    FRANKFURT,
                    "d",
                    Map.of("dashboardName", "d", "dashboardBody", "{")))
        .hasMessageContaining("valid JSON");
  }
}
