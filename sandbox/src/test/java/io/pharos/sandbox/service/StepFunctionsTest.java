package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static io.pharos.sandbox.service.GivenFunctions.allow;
import static io.pharos.sandbox.service.GivenFunctions.json;
import static io.pharos.sandbox.service.GivenFunctions.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.example.Echo;
import io.pharos.example.Failing;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

class StepFunctionsTest {
  private static final String MACHINE = "aws:sfn/stateMachine:StateMachine";
  private static final String ONE_TASK =
      "{'QueryLanguage': 'JSONata', 'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource':"
          + " 'arn:aws:states:::lambda:invoke', 'Arguments': {'FunctionName': '%s', 'Payload': '{%%"
          + " $states.input %%}'}, 'Output': '{%% $states.result.Payload %%}', 'End': true}}}";

  @TempDir Path directory;
  private GivenFunctions functions;
  private GivenAccount given;
  private SfnClient sfn;

  @BeforeEach
  void account() {
    functions = new GivenFunctions(directory);
    given = functions.given;
    sfn = Clients.of(given.world, SfnClient.class, REGION, Caller.operator(given.world.clock()));
  }

  @Test
  void execution_calls_the_function_with_the_machines_role() {
    functions.function("echo", Echo.class, null);
    Resource machine = machine("echo", allow("lambda:InvokeFunction", live("echo")));

    DescribeExecutionResponse end = run(machine, "one", "{\"a\":[1]}");

    assertThat(end.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(end.output()).isEqualTo("{\"a\":[1]}");
    assertThat(end.executionArn())
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:execution:machine:one");
    assertThat(Duration.between(end.startDate(), end.stopDate())).isPositive();
  }

  @Test
  void role_without_permission_for_the_alias_may_not_call_it() {
    functions.function("echo", Echo.class, null);
    String unqualified = live("echo").replace(":live", "");
    Resource machine = machine("echo", allow("lambda:InvokeFunction", unqualified));

    DescribeExecutionResponse end = run(machine, "one", "{}");

    assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(end.error()).isEqualTo("Lambda.AWSLambdaException");
    assertThat(end.cause())
        .contains(
            "is not authorized to perform: lambda:InvokeFunction on resource: " + live("echo"));
  }

  @Test
  void error_of_a_function_has_its_class_as_its_name() {
    functions.function("failing", Failing.class, null);
    Resource machine = machine("failing", allow("lambda:InvokeFunction", "*"));

    DescribeExecutionResponse end = run(machine, "one", "{}");

    assertThat(end.error()).isEqualTo("io.pharos.example.Failing$Refused");
    assertThat(end.cause()).startsWith("{\"errorMessage\":\"not today\"");
  }

  @Test
  void history_comes_in_pages_with_details() {
    functions.function("echo", Echo.class, null);
    Resource machine = machine("echo", allow("lambda:InvokeFunction", "*"));
    String arn = run(machine, "one", "{}").executionArn();

    GetExecutionHistoryResponse first =
        sfn.getExecutionHistory(request -> request.executionArn(arn).maxResults(3));
    GetExecutionHistoryResponse rest =
        sfn.getExecutionHistory(request -> request.executionArn(arn).nextToken(first.nextToken()));

    assertThat(first.events()).hasSize(3);
    assertThat(first.events().get(1).stateEnteredEventDetails().name()).isEqualTo("T");
    assertThat(first.events().get(2).type()).isEqualTo(HistoryEventType.TASK_SCHEDULED);
    assertThat(first.events().get(2).taskScheduledEventDetails().resource()).isEqualTo("invoke");
    assertThat(rest.events())
        .last()
        .satisfies(
            event -> assertThat(event.executionSucceededEventDetails().output()).isEqualTo("{}"));
    assertThat(rest.nextToken()).isNull();
  }

  @Test
  void name_starts_one_execution() {
    functions.function("echo", Echo.class, null);
    Resource machine = machine("echo", allow("lambda:InvokeFunction", "*"));
    start(machine, "one", "{}");

    assertThat(start(machine, "one", "{}")).as("the same, while it runs").endsWith(":one");
    assertThatThrownBy(() -> start(machine, "one", "{\"other\":1}"))
        .isInstanceOf(ExecutionAlreadyExistsException.class);
    given.world.clock().advanceBy(Duration.ofMinutes(1));
    assertThatThrownBy(() -> start(machine, "one", "{}"))
        .isInstanceOf(ExecutionAlreadyExistsException.class);
    assertThat(sfn.listExecutions(request -> request.stateMachineArn(machine.id())).executions())
        .hasSize(1);
  }

  @Test
  void execution_can_be_stopped() {
    functions.function("echo", Echo.class, null);
    Resource machine = machine("echo", allow("lambda:InvokeFunction", "*"));
    String arn = start(machine, "one", "{}");

    sfn.stopExecution(request -> request.executionArn(arn).error("Enough"));

    DescribeExecutionResponse end = sfn.describeExecution(request -> request.executionArn(arn));
    assertThat(end.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(end.error()).isEqualTo("Enough");
  }

  @Test
  void unknown_machine_is_refused() {
    assertThatThrownBy(() -> sfn.startExecution(request -> request.stateMachineArn("arn:x")))
        .isInstanceOf(StateMachineDoesNotExistException.class);
  }

  @Test
  void definition_is_checked_when_the_machine_is_created() {
    functions.role("machine", "states.amazonaws.com", null);

    assertThatThrownBy(() -> create("{'QueryLanguage': 'JSONata', 'StartAt': 'X', 'States': {}}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Missing or empty 'States'");
  }

  @Test
  void role_must_trust_step_functions() {
    functions.role("machine", "lambda.amazonaws.com", null);

    assertThatThrownBy(() -> create(ONE_TASK.formatted("f")))
        .hasMessageContaining("states.amazonaws.com");
  }

  private Resource machine(String function, String statements) {
    functions.role("machine", "states.amazonaws.com", statements);
    return create(ONE_TASK.formatted(live(function)));
  }

  private Resource create(String definition) {
    return given.create(
        MACHINE,
        "machine",
        "name",
        "machine",
        "roleArn",
        "arn:aws:iam::123456789012:role/machine",
        "definition",
        json(definition));
  }

  private String start(Resource machine, String name, String input) {
    return sfn.startExecution(
            request -> request.stateMachineArn(machine.id()).name(name).input(input))
        .executionArn();
  }

  private DescribeExecutionResponse run(Resource machine, String name, String input) {
    String arn = start(machine, name, input);
    given.world.clock().advanceBy(Duration.ofMinutes(1));
    return sfn.describeExecution(request -> request.executionArn(arn));
  }
}
