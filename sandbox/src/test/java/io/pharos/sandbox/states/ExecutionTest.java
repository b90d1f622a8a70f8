package io.pharos.sandbox.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.sandbox.core.VirtualClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExecutionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualClock clock = new VirtualClock(START);

  @TestFactory
  Stream<DynamicTest> an_execution_does_what_the_states_language_says() {
    return cases("cases.json")
        .map(
            one ->
                DynamicTest.dynamicTest(
                    (String) one.get("name"), () -> new ExecutionTest().runs(one)));
  }

  /** A second opinion: the examples of the developer guide, each with its page. */
  @TestFactory
  Stream<DynamicTest> an_execution_does_what_the_examples_of_the_documentation_say() {
    return cases("documented.json")
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("name") + ", " + one.get("source"),
                    () -> new ExecutionTest().runs(one)));
  }

  @TestFactory
  Stream<DynamicTest> a_definition_is_refused_that_has() {
    return cases("refused.json")
        .map(
            one ->
                DynamicTest.dynamicTest(
                    (String) one.get("name"),
                    () -> {
                      List<String> problems =
                          new DefinitionCheck().problems(jsonata(one.get("definition")));
                      assertThat(problems)
                          .anyMatch(problem -> problem.contains((String) one.get("problem")));
                    }));
  }

  @Test
  void history_tells_every_step_with_its_virtual_time() {
    Execution execution =
        start(
            "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 5, 'Next': 'T'}, 'T':"
                + " {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'TimeoutSeconds':"
                + " 9, 'End': true}}}",
            new TaskScript(clock, Map.of("T", List.of(Map.of("result", 1, "seconds", 2)))));

    clock.advanceBy(Duration.ofMinutes(1));

    assertThat(execution.history())
        .extracting(HistoryEvent::type)
        .containsExactly(
            "ExecutionStarted",
            "WaitStateEntered",
            "WaitStateExited",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
    assertThat(execution.history().get(4))
        .isEqualTo(
            new HistoryEvent(
                5,
                4,
                START.plusSeconds(5),
                "TaskScheduled",
                Map.of(
                    "resourceType", "lambda",
                    "resource", "invoke",
                    "region", "eu-central-1",
                    "parameters", "null",
                    "timeoutInSeconds", "9")));
    assertThat(execution.stopped()).contains(START.plusSeconds(7));
  }

  @Test
  void a_stopped_execution_is_aborted_and_goes_nowhere() {
    TaskScript host = new TaskScript(clock, Map.of());
    Execution execution =
        start(
            "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 5, 'End': true}}}", host);
    clock.advanceBy(Duration.ofSeconds(2));

    execution.stop("Operator", "changed my mind");
    clock.advanceBy(Duration.ofMinutes(1));

    assertThat(execution.status()).isEqualTo(Execution.Status.ABORTED);
    assertThat(execution.stopped()).contains(START.plusSeconds(2));
    assertThat(execution.failure().orElseThrow().error()).isEqualTo("Operator");
    assertThat(host.ended).isEqualTo(1);
  }

  @Test
  void an_execution_pauses_while_its_region_is_dead() {
    TaskScript host = new TaskScript(clock, Map.of());
    Execution execution =
        start(
            "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 5, 'End': true}}}", host);

    host.alive = false;
    clock.advanceBy(Duration.ofMinutes(1));
    assertThat(execution.status()).isEqualTo(Execution.Status.RUNNING);

    host.alive = true;
    clock.advanceBy(Duration.ofMinutes(1));
    assertThat(execution.status()).isEqualTo(Execution.Status.SUCCEEDED);
  }

  @Test
  void an_execution_fails_when_its_history_is_full() {
    Execution execution =
        start(
            "{'StartAt': 'A', 'States': {'A': {'Type': 'Choice', 'Choices': [{'Condition': false,"
                + " 'Next': 'E'}], 'Default': 'W'}, 'W': {'Type': 'Wait', 'Seconds': 1, 'Next':"
                + " 'A'}, 'E': {'Type': 'Succeed'}}}",
            new TaskScript(clock, Map.of()));

    clock.advanceBy(Duration.ofDays(1));

    assertThat(execution.status()).isEqualTo(Execution.Status.FAILED);
    assertThat(execution.failure().orElseThrow().error()).isEqualTo("States.Runtime");
    assertThat(execution.history()).hasSizeBetween(History.LIMIT - 2, History.LIMIT);
  }

  private Execution start(String definition, TaskScript host) {
    return start(Json.parse(definition.replace('\'', '"')), null, host);
  }

  private Execution start(Object definition, Object input, TaskScript host) {
    return Execution.start(
        Definition.parse(Json.write(jsonata(definition))),
        new Task.Start(
            "arn:aws:states:eu-central-1:123456789012:execution:machine:run",
            "run",
            "arn:aws:states:eu-central-1:123456789012:stateMachine:machine",
            "arn:aws:iam::123456789012:role/machine",
            clock.instant(),
            input),
        host,
        clock);
  }

  private void runs(Map<String, Object> one) {
    Map<String, Object> tasks = State.object(one.getOrDefault("tasks", Map.of()));
    TaskScript host = new TaskScript(clock, tasks);
    Execution execution = start(one.get("definition"), one.get("input"), host);

    clock.advanceBy(Duration.ofDays(1));

    Map<String, Object> expect = State.object(one.get("expect"));
    assertThat(execution.status() + " " + execution.failure().orElse(null))
        .startsWith((String) expect.get("status"));
    if (expect.containsKey("output")) {
      assertThat(Json.write(execution.output())).isEqualTo(Json.write(expect.get("output")));
    }
    if (expect.containsKey("error")) {
      assertThat(execution.failure().orElseThrow().error()).isEqualTo(expect.get("error"));
    }
    if (expect.containsKey("cause")) {
      assertThat(execution.failure().orElseThrow().reason()).contains((String) expect.get("cause"));
    }
    if (expect.containsKey("calls")) {
      assertThat(host.calls).hasSize((Integer) expect.get("calls"));
    }
    if (expect.containsKey("seconds")) {
      assertThat(Duration.between(START, execution.stopped().orElseThrow()))
          .isEqualTo(Duration.ofSeconds((Integer) expect.get("seconds")));
    }
    assertThat(host.ended).isEqualTo(1);
  }

  private static Map<String, Object> jsonata(Object definition) {
    Map<String, Object> copy = new LinkedHashMap<>(State.object(definition));
    copy.putIfAbsent("QueryLanguage", "JSONata");
    return copy;
  }

  private static Stream<Map<String, Object>> cases(String file) {
    try (InputStream text = ExecutionTest.class.getResourceAsStream(file)) {
      return State.objects(Json.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8)))
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
