package io.pharos.recovery.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

final class StateMachinesTest {

  @Test
  void failover_callsEveryStepAndTheMarker() {
    assertThat(StateMachines.functions(StateMachine.FAILOVER))
        .containsAll(RecoveryFunction.steps())
        .containsAll(RecoveryFunction.plannedSteps())
        .contains(RecoveryFunction.RELEASE, RecoveryFunction.APPROVAL)
        .contains(RecoveryFunction.MARKER)
        .doesNotContain(RecoveryFunction.BEACON);
  }

  @Test
  void everyFunction_isCalledByAStateMachineOrByAScheduleOrForRestoreTests() {
    Set<RecoveryFunction> called =
        EnumSet.of(
            RecoveryFunction.BEACON,
            RecoveryFunction.UPKEEP,
            RecoveryFunction.SYNC,
            RecoveryFunction.READY,
            RecoveryFunction.PROOF,
            RecoveryFunction.LOOK,
            RecoveryFunction.REGISTRY);
    for (StateMachine machine : StateMachine.values()) {
      called.addAll(StateMachines.functions(machine));
    }
    assertThat(called).containsExactlyInAnyOrder(RecoveryFunction.values());
  }

  @Test
  void definition_namesTheAliasOfEachFunction() {
    String definition = StateMachines.definition(StateMachine.FAILOVER, arns());

    assertThat(definition).contains("\"arn:of:promote\"").doesNotContain("${");
  }

  @Test
  void definition_whenAFunctionHasNoArn_saysWhich() {
    Map<RecoveryFunction, String> arns = arns();
    arns.remove(RecoveryFunction.GATE);

    assertThatThrownBy(() -> StateMachines.definition(StateMachine.FAILOVER, arns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("failover calls [approval, capacity, confirm, drain, fence, gate,");
  }

  @Test
  void definition_whenItDoesNotCallAFunction_refusesItsArn() {
    Map<RecoveryFunction, String> arns = arns();
    arns.put(RecoveryFunction.BEACON, "arn:of:beacon");

    assertThatThrownBy(() -> StateMachines.definition(StateMachine.FAILOVER, arns))
        .hasMessageContaining("beacon");
  }

  @ParameterizedTest
  @EnumSource
  void everyTask_hasALimit_triesAgain_andCatchesWhatIsLeft(StateMachine machine) {
    List<Map<String, JsonNode>> tasks = tasks(machine);

    assertThat(tasks).isNotEmpty();
    assertThat(tasks)
        .allSatisfy(
            task -> {
              assertThat(task).containsKeys("TimeoutSeconds", "Retry", "Catch");
              assertThat(errors(task, "Retry"))
                  .as("throttled, broken for a moment")
                  .contains(
                      "Lambda.TooManyRequestsException",
                      "Lambda.ServiceException",
                      "Lambda.SdkClientException",
                      "io.pharos.recovery.function.Unavailable");
              if (waitsForAPerson(task)) {
                assertThat(errors(task, "Retry")).doesNotContain("States.Timeout");
                assertThat(errors(task, "Catch")).startsWith("States.Timeout", "Rejected");
              } else {
                assertThat(errors(task, "Retry")).contains("States.Timeout");
              }
              assertThat(errors(task, "Catch"))
                  .endsWith("io.pharos.recovery.function.Refused", "States.ALL");
            });
  }

  @ParameterizedTest
  @EnumSource
  void everyTask_waitsLongerThanItsFunctionMayRun(StateMachine machine) {
    assertThat(tasks(machine))
        .allSatisfy(
            task -> {
              String name = task.get("Arguments").asObject().get("FunctionName").asString();
              RecoveryFunction called = called(name.substring("arn:of:".length()));
              assertThat(Integer.parseInt(task.get("TimeoutSeconds").asNumber()))
                  .isGreaterThan((int) called.timeout().toSeconds());
            });
  }

  @ParameterizedTest
  @EnumSource
  void everyState_isReached_andEveryNextExists(StateMachine machine) {
    assertReachable(JsonNodeParser.create().parse(definition(machine)).asObject());
  }

  private static void assertReachable(Map<String, JsonNode> machine) {
    Map<String, JsonNode> states = machine.get("States").asObject();
    List<String> named = new ArrayList<>(List.of(machine.get("StartAt").asString()));
    for (JsonNode state : states.values()) {
      named(state, named);
      state
          .field("Branches")
          .ifPresent(
              branches -> branches.asArray().forEach(branch -> assertReachable(branch.asObject())));
    }
    assertThat(named).containsOnlyElementsOf(states.keySet()).containsAll(states.keySet());
  }

  private static void named(JsonNode state, List<String> names) {
    state.field("Next").ifPresent(next -> names.add(next.asString()));
    state.field("Default").ifPresent(next -> names.add(next.asString()));
    for (String field : List.of("Choices", "Catch")) {
      state.field(field).ifPresent(rules -> rules.asArray().forEach(rule -> named(rule, names)));
    }
  }

  private static boolean waitsForAPerson(Map<String, JsonNode> task) {
    return task.get("Resource").asString().endsWith(".waitForTaskToken");
  }

  private static List<String> errors(Map<String, JsonNode> task, String field) {
    return task.get(field).asArray().stream()
        .flatMap(rule -> rule.field("ErrorEquals").orElseThrow().asArray().stream())
        .map(JsonNode::asString)
        .toList();
  }

  private static List<Map<String, JsonNode>> tasks(StateMachine machine) {
    List<Map<String, JsonNode>> tasks = new ArrayList<>();
    collect(JsonNodeParser.create().parse(definition(machine)), tasks);
    return tasks;
  }

  private static void collect(JsonNode machine, List<Map<String, JsonNode>> tasks) {
    for (JsonNode state : machine.field("States").orElseThrow().asObject().values()) {
      if (state.field("Type").orElseThrow().asString().equals("Task")) {
        tasks.add(state.asObject());
      }
      state
          .field("Branches")
          .ifPresent(branches -> branches.asArray().forEach(branch -> collect(branch, tasks)));
    }
  }

  private static RecoveryFunction called(String word) {
    return Arrays.stream(RecoveryFunction.values())
        .filter(function -> function.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static String definition(StateMachine machine) {
    return StateMachines.definition(machine, arns(machine));
  }

  private static Map<RecoveryFunction, String> arns() {
    return arns(StateMachine.FAILOVER);
  }

  private static Map<RecoveryFunction, String> arns(StateMachine machine) {
    Map<RecoveryFunction, String> arns = new EnumMap<>(RecoveryFunction.class);
    StateMachines.functions(machine)
        .forEach(function -> arns.put(function, "arn:of:" + function.word()));
    return arns;
  }
}
