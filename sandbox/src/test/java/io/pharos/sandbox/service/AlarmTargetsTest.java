package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlarmTargetsTest {
  private static final String REGION = "eu-central-1";

  private final World world =
      Sandbox.create(
          42, new Sandbox.Settings("shop.example.com", "example.com", "eu-west-1", REGION));

  private Resource create(String type, String name, Map<String, Object> attributes) {
    Resource resource = new Resource(type, REGION, name, attributes);
    world.behavior(type).orElseThrow().create(resource);
    world.account().add(resource);
    world.behavior(type).orElseThrow().start(resource);
    return resource;
  }

  private Resource topicFor(String service) {
    return create(
        "aws:sns/topic:Topic", "alerts", Map.of("name", "alerts", "policy", letting(service)));
  }

  private void create(String alarm, int period, String actions, Resource topic) {
    create(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        alarm,
        Map.of(
            "name",
            alarm,
            "namespace",
            "Pharos",
            "metricName",
            "PeerUnreachable",
            "statistic",
            "Maximum",
            "period",
            period,
            "evaluationPeriods",
            1,
            "threshold",
            1,
            "comparisonOperator",
            "GreaterThanOrEqualToThreshold",
            actions,
            List.of(topic.string("arn"))));
  }

  private void unreachable(double value) {
    world
        .service(CloudWatch.class)
        .put(REGION, "Pharos", "PeerUnreachable", Map.of(), world.clock().instant(), value);
  }

  private void alarm(Resource topic) {
    create("lost", 60, "alarmActions", topic);
    unreachable(1);
    world.clock().advanceBy(Duration.ofMinutes(2));
  }

  private static String letting(String service) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},\
        "Action":"sns:Publish","Resource":"*",\
        "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}"""
        .formatted(service);
  }

  @Test
  void an_alarm_publishes_to_its_topic() {
    Resource topic = topicFor("cloudwatch.amazonaws.com");

    alarm(topic);

    assertThat(world.service(Sns.class).delivered())
        .singleElement()
        .satisfies(published -> assertThat(published.message()).contains("\"AlarmName\":\"lost\""));
    assertThat(world.service(CloudWatch.class).failedActions()).isEmpty();
  }

  @Test
  void a_topic_that_does_not_let_cloudwatch_in_hears_nothing() {
    Resource topic = topicFor("events.amazonaws.com");

    alarm(topic);

    assertThat(world.service(Sns.class).delivered()).isEmpty();
    assertThat(world.service(CloudWatch.class).failedActions())
        .singleElement()
        .asString()
        .contains("does not allow cloudwatch.amazonaws.com");
  }

  /** What a later period says is not taken back by an earlier one whose data came late. */
  @Test
  void alarms_with_a_short_period_change_their_mind_once() {
    Resource topic = topicFor("cloudwatch.amazonaws.com");
    for (int i = 0; i < 100; i++) {
      create("short-" + i, 10, "okActions", topic);
    }
    for (int second = 0; second < 200; second += 10) {
      unreachable(second < 100 ? 1 : 0);
      world.clock().advanceBy(Duration.ofSeconds(10));
    }

    assertThat(world.service(Sns.class).delivered()).hasSize(100);
  }
}
