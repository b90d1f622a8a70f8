package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static io.pharos.sandbox.service.GivenFunctions.allow;
import static io.pharos.sandbox.service.GivenFunctions.flat;
import static io.pharos.sandbox.service.GivenFunctions.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pharos.example.Counting;
import io.pharos.example.Echo;
import io.pharos.example.Failing;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.lambda.Change;
import io.pharos.sandbox.service.lambda.FunctionLog;
import io.pharos.sandbox.service.lambda.InvocationResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

class LambdaTest {
  private static final String FUNCTION = "aws:lambda/function:Function";

  @TempDir Path directory;
  private GivenFunctions functions;
  private GivenAccount given;

  @BeforeEach
  void account() {
    functions = new GivenFunctions(directory);
    given = functions.given;
  }

  @Test
  void function_has_the_names_of_the_real_one() {
    Resource echo = functions.function("echo", Echo.class, null);

    assertThat(echo.id()).isEqualTo("echo");
    String arn = "arn:aws:lambda:eu-west-1:123456789012:function:echo";
    assertThat(echo.string("arn")).isEqualTo(arn);
    assertThat(echo.string("qualifiedArn")).isEqualTo(arn + ":1");
    assertThat(echo.string("invokeArn"))
        .isEqualTo(
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
                + arn
                + "/invocations");
    assertThat(echo.string("lastModified")).isEqualTo("2026-01-01T00:00:00.000+0000");
    assertThat(echo.string("sourceCodeHash")).hasSize(44).isEqualTo(echo.string("codeSha256"));
  }

  @Test
  void invocation_runs_the_archive_and_starts_cold_only_once() {
    functions.function("echo", Echo.class, null);

    InvocationResult first = functions.lambda().invoke(REGION, live("echo"), "{\"a\":1}");
    given.world.clock().advanceBy(Duration.ofMinutes(1));
    InvocationResult second = functions.lambda().invoke(REGION, "echo:live", "2");

    assertThat(first.payload()).isEqualTo("{\"a\":1}");
    assertThat(first.failed()).isFalse();
    assertThat(first.version()).isEqualTo("1");
    assertThat(first.took()).isGreaterThan(Duration.ofSeconds(1));
    assertThat(second.payload()).isEqualTo("2");
    assertThat(second.took()).isLessThan(Duration.ofSeconds(1));
    assertThat(functions.lambda().log().lines())
        .extracting(FunctionLog.Line::text)
        .containsOnly("echo for " + live("echo"));
  }

  @Test
  void idle_function_starts_cold_again() {
    functions.function("echo", Echo.class, null);
    functions.lambda().invoke(REGION, "echo", "1");
    given.world.clock().advanceBy(Duration.ofMinutes(11));

    assertThat(functions.lambda().invoke(REGION, "echo", "1").took())
        .isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void error_of_a_function_is_told_by_class_and_message() {
    functions.function("failing", Failing.class, null);

    InvocationResult result = functions.lambda().invoke(REGION, "failing", "{}");

    assertThat(result.failed()).isTrue();
    assertThat(result.payload())
        .startsWith(
            "{\"errorMessage\":\"not today\",\"errorType\":\"io.pharos.example.Failing$Refused\","
                + "\"stackTrace\":[\"")
        .doesNotContain("io.pharos.sandbox");
  }

  @Test
  void client_gets_an_error_of_the_function_as_an_answer() {
    functions.function("echo", Echo.class, null);
    functions.function("failing", Failing.class, null);
    LambdaClient client =
        given.world.bareClient(LambdaClient.class, REGION, Caller.operator(given.world.clock()));
    SdkBytes payload = SdkBytes.fromUtf8String("{\"a\":1}");

    InvokeResponse echoed =
        client.invoke(invoke -> invoke.functionName("echo").qualifier("live").payload(payload));
    InvokeResponse failed = client.invoke(invoke -> invoke.functionName("failing"));

    assertThat(echoed.payload()).isEqualTo(payload);
    assertThat(echoed.functionError()).isNull();
    assertThat(echoed.executedVersion()).isEqualTo("1");
    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(failed.functionError()).isEqualTo("Unhandled");
    assertThat(failed.payload().asUtf8String()).contains("\"errorMessage\":\"not today\"");
  }

  @Test
  void missing_handler_class_fails_as_on_lambda() {
    functions.function(
        "gone", Echo.class, null, "handler", "io.pharos.example.Gone::handleRequest");

    assertThat(functions.lambda().invoke(REGION, "gone", "{}").payload())
        .isEqualTo(
            "{\"errorMessage\":\"Class not found: io.pharos.example.Gone\","
                + "\"errorType\":\"java.lang.ClassNotFoundException\"}");
  }

  @Test
  void class_that_was_not_packed_is_missing() {
    functions.function("test", getClass(), null);

    assertThat(functions.lambda().invoke(REGION, "test", "{}").payload())
        .contains("Class not found: " + getClass().getName());
  }

  @Test
  void call_needs_the_permission_of_the_functions_role() {
    counting(allow("ssm:GetParameter", "*"), 10);

    InvocationResult result = functions.lambda().invoke(REGION, "counting", "1");

    assertThat(result.failed()).isTrue();
    assertThat(result.payload())
        .contains("assumed-role/counting/")
        .contains("is not authorized to perform: ssm:PutParameter");
  }

  @Test
  void time_passes_for_the_function_with_its_calls() {
    counting(allow("ssm:PutParameter", "*"), 60);

    InvocationResult result = functions.lambda().invoke(REGION, "counting", "20");

    Instant told = Instant.parse(result.payload().replace("\"", ""));
    assertThat(told).isEqualTo(given.world.clock().instant().plus(result.took()));
    assertThat(value()).isEqualTo("20");
  }

  @Test
  void function_that_takes_too_long_is_stopped_and_does_nothing_afterwards() {
    counting(allow("ssm:PutParameter", "*"), 2);

    InvocationResult result = functions.lambda().invoke(REGION, "counting", "1000");

    assertThat(result.failed()).isTrue();
    assertThat(result.payload())
        .contains("Task timed out after 2.00 seconds")
        .contains("\"errorType\":\"Sandbox.Timedout\"");
    assertThat(Integer.parseInt(value())).isBetween(5, 150);
  }

  @Test
  void watcher_is_told_what_a_function_has_changed() {
    counting(allow("ssm:PutParameter", "*"), 60);

    assertThat(changes("2"))
        .extracting(Change::region, Change::action)
        .containsExactly(tuple(REGION, "PutParameter"), tuple(REGION, "PutParameter"));
    assertThat(changes("0")).isEmpty();
  }

  @Test
  void watcher_is_told_once_of_a_call_that_the_sdk_makes_again_because_its_answer_was_lost() {
    counting(allow("ssm:PutParameter", "*"), 60);
    given.world.faults().begin(new Faults.Disturbance(Trouble.ANSWER_LOST, REGION, "ssm", 1));

    assertThat(changes("1")).hasSize(1);
  }

  @Test
  void watcher_is_not_told_of_calls_that_are_refused() {
    counting(allow("ssm:GetParameter", "*"), 60);

    assertThat(changes("1")).isEmpty();
  }

  private List<Change> changes(String times) {
    List<Change> changes = new ArrayList<>();
    functions.lambda().stage().watch(invoked -> changes.addAll(invoked.changes()));
    functions.lambda().invoke(REGION, "counting", times);
    return changes;
  }

  @Test
  void environment_is_the_deployed_one() {
    Resource counting = counting(allow("ssm:PutParameter", "*"), 60);
    given.update(counting, "environment", Map.of("variables", Map.of("PARAMETER", "/other")));

    functions.lambda().invoke(REGION, live("counting"), "1");
    functions.lambda().invoke(REGION, "counting", "2");

    assertThat(value()).as("the alias points at the version before").isEqualTo("1");
    assertThat(given.world.service(Ssm.class).value(REGION, "/other")).contains("2");
    assertThat(counting.string("version")).isEqualTo("2");
  }

  @Test
  void dead_region_runs_nothing() {
    functions.function("echo", Echo.class, null);
    given.world.faults().fail(REGION, Faults.Kind.DEAD);

    assertThatThrownBy(() -> functions.lambda().invoke(REGION, "echo", "1"))
        .isInstanceOf(AwsServiceException.class);
  }

  @Test
  void reserved_concurrency_of_nothing_throttles() {
    functions.function("echo", Echo.class, null, "reservedConcurrentExecutions", 0);

    assertThatThrownBy(() -> functions.lambda().invoke(REGION, "echo", "1"))
        .hasMessageContaining("Rate Exceeded");
  }

  @Test
  void event_that_fails_is_tried_three_times_and_ends_in_the_queue() {
    Resource queue =
        given.create("aws:sqs/queue:Queue", "dead", "name", "dead", "messageRetentionSeconds", 60);
    functions.function(
        "failing",
        Failing.class,
        allow("sqs:SendMessage", queue.string("arn")),
        "deadLetterConfig",
        Map.of("targetArn", queue.string("arn")));

    functions.lambda().invokeAsync(REGION, live("failing"), "{\"n\":7}");
    given.world.clock().advanceBy(Duration.ofSeconds(100));
    assertThat(runs()).isEqualTo(2);
    given.world.clock().advanceBy(Duration.ofMinutes(5));

    assertThat(runs()).isEqualTo(3);
    assertThat(given.world.service(Sqs.class).messages(queue.string("arn")))
        .extracting(Sqs.Message::body)
        .containsExactly("{\"n\":7}");
  }

  @Test
  void invoke_config_of_the_alias_says_how_often() {
    functions.function("failing", Failing.class, null);
    given.create(
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "config",
        "functionName",
        "failing",
        "qualifier",
        "live",
        "maximumRetryAttempts",
        0,
        "maximumEventAgeInSeconds",
        60);

    functions.lambda().invokeAsync(REGION, live("failing"), "{}");
    given.world.clock().advanceBy(Duration.ofMinutes(10));

    assertThat(runs()).isEqualTo(1);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("role", "arn:aws:iam::123456789012:role/other", "cannot be assumed by Lambda"),
        Arguments.of("runtime", "nodejs22.x", "at 'runtime' failed"),
        Arguments.of("timeout", 901, "between 1 and 900"),
        Arguments.of("memorySize", 64, "between 128 and 10240"),
        Arguments.of("name", "a b", "at 'functionName' failed"),
        Arguments.of("code", Map.of("path", "/nowhere.zip"), "unable to read"),
        Arguments.of(
            "environment", Map.of("variables", Map.of("AWS_REGION", "x")), "reserved keys"),
        Arguments.of(
            "environment",
            Map.of("variables", Map.of("BIG", "x".repeat(4100))),
            "exceeded the 4KB limit"),
        Arguments.of(
            "vpcConfig",
            Map.of("subnetIds", List.of("subnet-1"), "securityGroupIds", List.of("sg-1")),
            "'subnet-1' does not exist"),
        Arguments.of(
            "deadLetterConfig",
            Map.of("targetArn", "arn:aws:sqs:eu-west-1:123456789012:q"),
            "permissions to call SendMessage on SQS"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void function_is_refused_with(String attribute, Object value, String message) {
    functions.role("echo", "lambda.amazonaws.com", null);
    functions.role("other", "ec2.amazonaws.com", null);

    assertThatThrownBy(
            () ->
                given.create(
                    FUNCTION,
                    "echo",
                    flat(functions.attributes("echo", Echo.class, attribute, value))))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void permission_without_the_qualifier_is_none_for_the_alias() {
    functions.function("echo", Echo.class, null);
    String rule = "arn:aws:events:eu-west-1:123456789012:rule/minute";
    permission("plain", null, rule);

    assertThat(functions.lambda().admits(REGION, live("echo"), "events.amazonaws.com", rule))
        .isFalse();
    assertThat(functions.lambda().admits(REGION, "echo", "events.amazonaws.com", rule)).isTrue();

    permission("live", "live", rule);
    assertThat(functions.lambda().admits(REGION, live("echo"), "events.amazonaws.com", rule))
        .isTrue();
    assertThat(functions.lambda().admits(REGION, live("echo"), "events.amazonaws.com", rule + "2"))
        .isFalse();
  }

  private void permission(String name, String qualifier, String sourceArn) {
    given.create(
        "aws:lambda/permission:Permission",
        name,
        "statementId",
        "schedule",
        "action",
        "lambda:InvokeFunction",
        "function",
        "echo",
        "qualifier",
        qualifier,
        "principal",
        "events.amazonaws.com",
        "sourceArn",
        sourceArn);
  }

  private Resource counting(String statements, int timeout) {
    return functions.function(
        "counting",
        Counting.class,
        statements,
        "timeout",
        timeout,
        "environment",
        Map.of("variables", Map.of("PARAMETER", "/count")));
  }

  private String value() {
    return given.world.service(Ssm.class).value(REGION, "/count").orElseThrow();
  }

  private long runs() {
    return functions.lambda().log().lines().stream()
        .filter(line -> line.text().contains("not today"))
        .count();
  }
}
