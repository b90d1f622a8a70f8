package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** Operations are executions: started once by name, looked at, listed. */
abstract class StepFunctionsContract {
  private static final Refused EXISTS =
      new Refused(ExecutionAlreadyExistsException.class, 400, "ExecutionAlreadyExists");

  private final SfnClient sfn;
  private final ContractWorld world;
  private String machine;

  StepFunctionsContract(ContractWorld world) {
    this.world = world;
    this.sfn = world.client(SfnClient.class);
  }

  @BeforeEach
  void aStateMachine() {
    machine = world.stateMachine("shop-prod-dr-failover");
  }

  private String start(String name, String input) {
    return sfn.startExecution(start -> start.stateMachineArn(machine).name(name).input(input))
        .executionArn();
  }

  private void stop(String execution) {
    sfn.stopExecution(stop -> stop.executionArn(execution).error("Stopped").cause("by hand"));
  }

  @Test
  void startExecution_names_describeExecution_shows() {
    String arn = start("failover-1", "{\"mode\": \"unplanned\"}");
    DescribeExecutionResponse execution = sfn.describeExecution(get -> get.executionArn(arn));

    assertThat(machine)
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:stateMachine:shop-prod-dr-failover");
    assertThat(arn)
        .isEqualTo(
            "arn:aws:states:eu-west-1:123456789012:execution:shop-prod-dr-failover:failover-1");
    assertThat(execution.name()).isEqualTo("failover-1");
    assertThat(execution.stateMachineArn()).isEqualTo(machine);
    assertThat(execution.status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(execution.startDate()).isNotNull();
    assertThat(execution.stopDate()).isNull();
    assertThat(execution.output()).isNull();
    assertThat(execution.input().replace(" ", "")).isEqualTo("{\"mode\":\"unplanned\"}");
  }

  @Test
  void startExecution_withoutANameOrInput_makesThem() {
    String arn = sfn.startExecution(start -> start.stateMachineArn(machine)).executionArn();

    assertThat(arn)
        .startsWith("arn:aws:states:eu-west-1:123456789012:execution:shop-prod-dr-failover:");
    assertThat(sfn.describeExecution(get -> get.executionArn(arn)).input()).isEqualTo("{}");
  }

  @Test
  void startExecution_withTheSameNameAndInput_whileItRuns_isTheSame() {
    String first = start("failover-1", "{\"a\":1}");

    assertThat(start("failover-1", "{\"a\":1}")).isEqualTo(first);
    assertThat(sfn.listExecutions(list -> list.stateMachineArn(machine)).executions()).hasSize(1);
  }

  @Test
  void startExecution_withTheSameNameAndOtherInput_isRefused() {
    start("failover-1", "{\"a\":1}");

    assertThat(Refused.by(() -> start("failover-1", "{\"a\":2}"))).isEqualTo(EXISTS);
  }

  @Test
  void startExecution_withTheNameOfOneThatEnded_isRefused() {
    stop(start("failover-1", "{}"));

    assertThat(Refused.by(() -> start("failover-1", "{}"))).isEqualTo(EXISTS);
  }

  @Test
  void startExecution_ofAnUnknownMachine_isRefused() {
    assertThat(
            Refused.by(() -> sfn.startExecution(start -> start.stateMachineArn(machine + "-none"))))
        .isEqualTo(
            new Refused(StateMachineDoesNotExistException.class, 400, "StateMachineDoesNotExist"));
  }

  @Test
  void startExecution_withANameThatIsNone_isRefused() {
    assertThat(Refused.by(() -> start("fail over", "{}")))
        .isEqualTo(new Refused(InvalidNameException.class, 400, "InvalidName"));
  }

  @Test
  void startExecution_withInputThatIsNotJson_isRefused() {
    assertThat(Refused.by(() -> start("failover-1", "{nothing")))
        .isEqualTo(new Refused(InvalidExecutionInputException.class, 400, "InvalidExecutionInput"));
  }

  @Test
  void describeExecution_ofAStoppedOne_saysWhy() {
    String arn = start("failover-1", "{}");
    stop(arn);

    DescribeExecutionResponse execution = sfn.describeExecution(get -> get.executionArn(arn));

    assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(execution.stopDate()).isNotNull();
    assertThat(execution.error())
        .isEqualTo(world.expected(KnownDifference.STOPPING_GIVES_NO_REASON, "Stopped", null));
    assertThat(execution.cause())
        .isEqualTo(world.expected(KnownDifference.STOPPING_GIVES_NO_REASON, "by hand", null));
  }

  @Test
  void describeExecution_ofAnUnknownOne_isRefused() {
    String arn = start("failover-1", "{}");

    assertThat(Refused.by(() -> sfn.describeExecution(get -> get.executionArn(arn + "0"))))
        .isEqualTo(new Refused(ExecutionDoesNotExistException.class, 400, "ExecutionDoesNotExist"));
  }

  @Test
  void listExecutions_theNewestFirst_byStatus() {
    stop(start("failover-1", "{}"));
    start("failover-2", "{}");
    start("failover-3", "{}");

    assertThat(sfn.listExecutions(list -> list.stateMachineArn(machine)).executions())
        .extracting(ExecutionListItem::name)
        .containsExactly("failover-3", "failover-2", "failover-1");
    assertThat(
            sfn.listExecutions(
                    list -> list.stateMachineArn(machine).statusFilter(ExecutionStatus.ABORTED))
                .executions())
        .extracting(ExecutionListItem::name)
        .containsExactly("failover-1");
    assertThat(sfn.listExecutions(list -> list.stateMachineArn(machine).maxResults(1)).nextToken())
        .isNotNull();
  }

  @Test
  void listExecutions_ofAnUnknownMachine_isRefused() {
    assertThat(
            Refused.by(() -> sfn.listExecutions(list -> list.stateMachineArn(machine + "-none"))))
        .isEqualTo(
            new Refused(StateMachineDoesNotExistException.class, 400, "StateMachineDoesNotExist"));
  }
}
