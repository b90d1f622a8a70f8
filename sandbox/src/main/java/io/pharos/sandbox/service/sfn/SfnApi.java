package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.states.Execution;
import io.pharos.sandbox.states.Json;
import io.pharos.sandbox.states.StateError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesRequest;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskFailureRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskFailureResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskHeartbeatRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskHeartbeatResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StopExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StopExecutionResponse;

/** Step Functions' API in one Region. */
public final class SfnApi implements SfnClient {
  private static final int PAGE = 100;

  private final Machines machines;
  private final String region;

  public SfnApi(Machines machines, String region) {
    this.machines = machines;
    this.region = region;
  }

  @Override
  public StartExecutionResponse startExecution(StartExecutionRequest request) {
    Execution execution =
        machines.start(region, request.stateMachineArn(), request.name(), request.input());
    return StartExecutionResponse.builder()
        .executionArn(execution.start().executionArn())
        .startDate(execution.start().at())
        .build();
  }

  @Override
  public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
    Execution execution = machines.execution(region, request.executionArn());
    return DescribeExecutionResponse.builder()
        .executionArn(execution.start().executionArn())
        .stateMachineArn(execution.start().stateMachineArn())
        .name(execution.start().name())
        .status(execution.status().name())
        .startDate(execution.start().at())
        .stopDate(execution.stopped().orElse(null))
        .input(Json.write(execution.start().input()))
        .output(output(execution))
        .error(execution.failure().map(StateError::error).orElse(null))
        .cause(execution.failure().map(StateError::reason).orElse(null))
        .redriveCount(0)
        .build();
  }

  private static String output(Execution execution) {
    return execution.status() == Execution.Status.SUCCEEDED ? Json.write(execution.output()) : null;
  }

  @Override
  public GetExecutionHistoryResponse getExecutionHistory(GetExecutionHistoryRequest request) {
    List<HistoryEvent> events =
        new ArrayList<>(
            machines.execution(region, request.executionArn()).history().stream()
                .map(HistoryAnswer::of)
                .toList());
    if (Boolean.TRUE.equals(request.reverseOrder())) {
      Collections.reverse(events);
    }
    int from = from(request.nextToken());
    int to = to(from, request.maxResults(), events.size());
    return GetExecutionHistoryResponse.builder()
        .events(events.subList(from, to))
        .nextToken(next(to, events.size()))
        .build();
  }

  @Override
  public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
    Resource machine = machine(request.stateMachineArn());
    List<ExecutionListItem> items =
        machines.executions(machine.id()).stream()
            .filter(
                execution ->
                    request.statusFilter() == null
                        || request.statusFilterAsString().equals(execution.status().name()))
            .map(SfnApi::item)
            .toList();
    int from = from(request.nextToken());
    int to = to(from, request.maxResults(), items.size());
    return ListExecutionsResponse.builder()
        .executions(items.subList(from, to))
        .nextToken(next(to, items.size()))
        .build();
  }

  private static ExecutionListItem item(Execution execution) {
    return ExecutionListItem.builder()
        .executionArn(execution.start().executionArn())
        .stateMachineArn(execution.start().stateMachineArn())
        .name(execution.start().name())
        .status(ExecutionStatus.fromValue(execution.status().name()))
        .startDate(execution.start().at())
        .stopDate(execution.stopped().orElse(null))
        .build();
  }

  @Override
  public StopExecutionResponse stopExecution(StopExecutionRequest request) {
    Execution execution = machines.execution(region, request.executionArn());
    execution.stop(request.error(), request.cause());
    return StopExecutionResponse.builder().stopDate(execution.stopped().orElseThrow()).build();
  }

  @Override
  public ListStateMachinesResponse listStateMachines(ListStateMachinesRequest request) {
    List<StateMachineListItem> items =
        machines.machines(region).stream()
            .map(
                machine ->
                    StateMachineListItem.builder()
                        .stateMachineArn(machine.id())
                        .name(machine.string("name"))
                        .type(machine.string("type"))
                        .creationDate(Instant.parse(machine.string("creationDate")))
                        .build())
            .toList();
    int from = from(request.nextToken());
    int to = to(from, request.maxResults(), items.size());
    return ListStateMachinesResponse.builder()
        .stateMachines(items.subList(from, to))
        .nextToken(next(to, items.size()))
        .build();
  }

  @Override
  public DescribeStateMachineResponse describeStateMachine(DescribeStateMachineRequest request) {
    Resource machine = machine(request.stateMachineArn());
    return DescribeStateMachineResponse.builder()
        .stateMachineArn(machine.id())
        .name(machine.string("name"))
        .status(machine.string("status"))
        .definition(machine.string("definition"))
        .roleArn(machine.string("roleArn"))
        .type(machine.string("type"))
        .creationDate(Instant.parse(machine.string("creationDate")))
        .revisionId(machine.string("revisionId"))
        .build();
  }

  @Override
  public SendTaskSuccessResponse sendTaskSuccess(SendTaskSuccessRequest request) {
    machines.callback(region, request.taskToken(), true).succeed(Json.parse(request.output()));
    return SendTaskSuccessResponse.builder().build();
  }

  @Override
  public SendTaskFailureResponse sendTaskFailure(SendTaskFailureRequest request) {
    machines.callback(region, request.taskToken(), true).fail(request.error(), request.cause());
    return SendTaskFailureResponse.builder().build();
  }

  @Override
  public SendTaskHeartbeatResponse sendTaskHeartbeat(SendTaskHeartbeatRequest request) {
    machines.callback(region, request.taskToken(), false).heartbeat();
    return SendTaskHeartbeatResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  private Resource machine(String arn) {
    return machines.machine(region, arn).orElseThrow(() -> SfnRefusal.noMachine(arn));
  }

  private static int from(String token) {
    return token == null ? 0 : Integer.parseInt(token);
  }

  private static int to(int from, Integer most, int size) {
    return Math.min(size, from + (most == null || most == 0 ? PAGE : most));
  }

  private static String next(int to, int size) {
    return to < size ? String.valueOf(to) : null;
  }
}
