package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static io.pharos.sandbox.service.GivenFunctions.allow;
import static io.pharos.sandbox.service.GivenFunctions.json;
import static io.pharos.sandbox.service.GivenFunctions.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.example.Echo;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

class EventBridgeTest {
  private static final String RULE = "aws:cloudwatch/eventRule:EventRule";
  private static final String TARGET = "aws:cloudwatch/eventTarget:EventTarget";
  private static final Map<String, Object> ALARM =
      Map.of(
          "source",
          "aws.cloudwatch",
          "detail-type",
          "CloudWatch Alarm State Change",
          "resources",
          List.of("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lost"),
          "detail",
          Map.of("alarmName", "lost", "state", Map.of("value", "ALARM"), "count", 3));

  @TempDir Path directory;
  private GivenFunctions functions;
  private GivenAccount given;

  @BeforeEach
  void account() {
    functions = new GivenFunctions(directory);
    given = functions.given;
  }

  @Test
  void rule_calls_a_function_every_minute() {
    everyMinute();

    given.world.clock().advanceBy(Duration.ofMinutes(5).plusSeconds(10));

    assertThat(runs()).isEqualTo(5);
  }

  @Test
  void function_without_a_permission_for_the_rule_is_not_called() {
    functions.function("echo", Echo.class, null);
    Resource rule = rule("minute", "scheduleExpression", "rate(1 minute)");
    target(rule, live("echo"));

    given.world.clock().advanceBy(Duration.ofMinutes(2));

    assertThat(runs()).isZero();
    assertThat(bus().failures()).first().asString().contains("no permission lets events");
  }

  @Test
  void disabled_rule_does_nothing_until_it_is_enabled() {
    Resource rule = everyMinute();
    given.update(rule, "state", "DISABLED");
    given.world.clock().advanceBy(Duration.ofMinutes(3));
    assertThat(runs()).isZero();

    given.update(rule, "state", "ENABLED");
    given.world.clock().advanceBy(Duration.ofMinutes(3));

    assertThat(runs()).isEqualTo(2);
    assertThat(rule.flag("isEnabled")).isTrue();
  }

  @Test
  void changed_schedule_replaces_the_old_one() {
    Resource rule = everyMinute();
    given.update(rule, "scheduleExpression", "rate(5 minutes)");

    given.world.clock().advanceBy(Duration.ofMinutes(10).plusSeconds(10));

    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void dead_region_misses_its_minutes() {
    everyMinute();
    given.world.faults().fail(REGION, Faults.Kind.DEAD);
    given.world.clock().advanceBy(Duration.ofMinutes(5).plusSeconds(10));
    given.world.faults().heal(REGION);

    given.world.clock().advanceBy(Duration.ofMinutes(1));

    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void alarm_starts_a_state_machine_with_the_event_as_its_input() {
    Resource machine = machine();
    functions.role("starter", "events.amazonaws.com", allow("states:StartExecution", machine.id()));
    target(alarmRule(), machine.id(), "roleArn", "arn:aws:iam::123456789012:role/starter");

    bus().emit(REGION, ALARM);
    given.world.clock().advanceBy(Duration.ofMinutes(1));

    assertThat(executions(machine)).hasSize(1);
    String input =
        sfn()
            .describeExecution(
                request -> request.executionArn(executions(machine).get(0).executionArn()))
            .input();
    assertThat(input)
        .contains("\"alarmName\":\"lost\"", "\"region\":\"eu-west-1\"", "\"version\":\"0\"");
  }

  @Test
  void role_that_may_not_start_it_sends_the_event_to_the_queue() {
    Resource machine = machine();
    functions.role("starter", "events.amazonaws.com", null);
    Resource rule = alarmRule();
    Resource queue = queue("dead", rule);
    target(
        rule,
        machine.id(),
        "roleArn",
        "arn:aws:iam::123456789012:role/starter",
        "deadLetterConfig",
        Map.of("arn", queue.string("arn")));

    bus().emit(REGION, ALARM);
    given.world.clock().advanceBy(Duration.ofMinutes(1));

    assertThat(executions(machine)).isEmpty();
    assertThat(given.world.service(Sqs.class).messages(queue.string("arn"))).hasSize(1);
  }

  @Test
  void transformer_makes_the_input_from_the_event() {
    Resource rule = alarmRule();
    Resource queue = queue("work", rule);
    target(
        rule,
        queue.string("arn"),
        "inputTransformer",
        Map.of(
            "inputPaths",
            Map.of(
                "name", "$.detail.alarmName", "count", "$.detail.count", "all", "$.resources[0]"),
            "inputTemplate",
            "{\"reason\": \"alarm <name>\", \"name\": <name>, \"count\": <count>, \"from\": <all>}"));

    bus().emit(REGION, ALARM);
    given.world.clock().advanceBy(Duration.ofMinutes(1));

    assertThat(given.world.service(Sqs.class).messages(queue.string("arn")))
        .extracting(Sqs.Message::body)
        .containsExactly(
            "{\"reason\": \"alarm lost\", \"name\": \"lost\", \"count\": 3, \"from\":"
                + " \"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lost\"}");
  }

  @Test
  void rule_with_targets_stays() {
    Resource rule = everyMinute();

    assertThatThrownBy(() -> given.delete(rule)).hasMessageContaining("since it has targets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'source': ['aws.cloudwatch']}                                     | true",
        "{'source': ['aws.rds']}                                            | false",
        "{'source': [{'prefix': 'aws.'}]}                                   | true",
        "{'source': [{'suffix': 'watch'}]}                                  | true",
        "{'source': [{'anything-but': ['aws.rds', 'aws.ec2']}]}             | true",
        "{'source': [{'anything-but': {'prefix': 'aws.'}}]}                 | false",
        "{'source': [{'wildcard': 'aws.*watch'}]}                           | true",
        "{'source': [{'equals-ignore-case': 'AWS.CloudWatch'}]}             | true",
        "{'resources': ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lost']} | true",
        "{'detail': {'state': {'value': ['OK', 'ALARM']}}}                  | true",
        "{'detail': {'state': {'value': ['OK']}}}                           | false",
        "{'detail': {'other': [{'exists': false}]}}                         | true",
        "{'detail': {'alarmName': [{'exists': false}]}}                     | false",
        "{'detail': {'count': [{'numeric': ['>', 2, '<=', 3]}]}}            | true",
        "{'detail': {'count': [{'numeric': ['>', 3]}]}}                     | false",
        "{'detail': {'count': [3.0]}}                                       | true",
        "{'$or': [{'source': ['x']}, {'detail-type': [{'prefix': 'Cloud'}]}]} | true",
        "{'nothing': {'here': ['x']}}                                       | false",
      })
  void pattern_matches(String pattern, boolean matches) {
    Resource rule = rule("some", "eventPattern", json(pattern));
    Resource queue = queue("work", rule);
    target(rule, queue.string("arn"));

    bus().emit(REGION, ALARM);
    given.world.clock().advanceBy(Duration.ofMinutes(1));

    assertThat(given.world.service(Sqs.class).messages(queue.string("arn")))
        .hasSize(matches ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(1 minutes)",
        "rate(0 minutes)",
        "cron(0 10 * * * *)",
        "cron(99 10 * * ? *)",
        "every minute"
      })
  void schedule_is_refused(String expression) {
    assertThatThrownBy(() -> rule("bad", "scheduleExpression", expression))
        .hasMessageContaining("ScheduleExpression is not valid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(0 10 * * ? *)          | 2026-01-01T10:00:00Z",
        "cron(15/20 0 * * ? *)       | 2026-01-01T00:15:00Z",
        "cron(0 0 ? * MON-FRI *)     | 2026-01-02T00:00:00Z",
        "cron(30 6 1 MAR ? 2027)     | 2027-03-01T06:30:00Z",
      })
  void cron_fires_at(String expression, String first) {
    Resource rule = rule("cron", "scheduleExpression", expression);
    Resource queue = queue("work", rule);
    target(rule, queue.string("arn"), "inputPath", "$.time");

    given.world.clock().advanceTo(Instant.parse(first).plusSeconds(10));

    assertThat(given.world.service(Sqs.class).messages(queue.string("arn")))
        .extracting(Sqs.Message::body)
        .containsExactly("\"" + first + "\"");
  }

  private Resource everyMinute() {
    functions.function("echo", Echo.class, null);
    Resource rule = rule("minute", "scheduleExpression", "rate(1 minute)");
    given.create(
        "aws:lambda/permission:Permission",
        "permission",
        "statementId",
        "schedule",
        "action",
        "lambda:InvokeFunction",
        "function",
        "echo",
        "qualifier",
        "live",
        "principal",
        "events.amazonaws.com",
        "sourceArn",
        rule.string("arn"));
    target(rule, live("echo"));
    return rule;
  }

  private Resource alarmRule() {
    return rule(
        "alarm",
        "eventPattern",
        json("{'source': ['aws.cloudwatch'], 'detail': {'state': {'value': ['ALARM']}}}"));
  }

  private Resource rule(String name, String attribute, String value) {
    return given.create(RULE, name, "name", name, attribute, value);
  }

  private void target(Resource rule, String arn, Object... more) {
    Map<String, Object> attributes = GivenAccount.attributes(more);
    attributes.put("rule", rule.string("name"));
    attributes.put("arn", arn);
    given.create(TARGET, "target", GivenFunctions.flat(attributes));
  }

  private Resource queue(String name, Resource rule) {
    String arn = "arn:aws:sqs:eu-west-1:123456789012:" + name;
    return given.create(
        "aws:sqs/queue:Queue",
        name,
        "name",
        name,
        "policy",
        json(
            "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal':"
                + " {'Service': 'events.amazonaws.com'}, 'Action': 'sqs:SendMessage',"
                + " 'Resource': '"
                + arn
                + "', 'Condition': {'ArnEquals': {'aws:SourceArn': '"
                + rule.string("arn")
                + "'}}}]}"));
  }

  private Resource machine() {
    functions.role("machine", "states.amazonaws.com", null);
    return given.create(
        "aws:sfn/stateMachine:StateMachine",
        "machine",
        "name",
        "machine",
        "roleArn",
        "arn:aws:iam::123456789012:role/machine",
        "definition",
        json(
            "{'QueryLanguage': 'JSONata', 'StartAt': 'S', 'States': {'S': {'Type':"
                + " 'Succeed'}}}"));
  }

  private List<ExecutionListItem> executions(Resource machine) {
    return sfn().listExecutions(request -> request.stateMachineArn(machine.id())).executions();
  }

  private SfnClient sfn() {
    return Clients.of(given.world, SfnClient.class, REGION, Caller.operator(given.world.clock()));
  }

  private EventBridge bus() {
    return given.world.service(EventBridge.class);
  }

  private long runs() {
    return functions.lambda().log().lines().stream()
        .filter(line -> line.text().startsWith("echo for "))
        .count();
  }
}
