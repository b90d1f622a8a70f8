package io.pharos.drill;

import io.pharos.config.Json;
import io.pharos.config.Strategy;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/** The operations of one kind in one Region: starts them, finds them, reads what they did. */
public final class Operations {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Cloud cloud;
  private final Names names;
  private final String region;
  private final List<String> regions;
  private final StateMachine kind;

  /**
   * Failovers.
   *
   * @param region the one that a failover activates, and where it runs
   */
  public Operations(Cloud cloud, Names names, String region) {
    this(cloud, names, region, StateMachine.FAILOVER);
  }

  /**
   * What activates a Region whose peer is lost: where the standby has no replica to promote, its
   * database is restored.
   */
  public static StateMachine unplanned(Strategy strategy) {
    return switch (strategy) {
      case PILOT_LIGHT, WARM_STANDBY -> StateMachine.FAILOVER;
      case BACKUP_RESTORE -> StateMachine.RESTORE;
    };
  }

  /**
   * Operations without parts elsewhere.
   *
   * @param region the one that the operation changes, and where it runs
   */
  public Operations(Cloud cloud, Names names, String region, StateMachine kind) {
    this(cloud, names, List.of(region), kind);
  }

  /**
   * @param regions the one that the operation changes, and where it runs; then those where parts of
   *     it run
   */
  public Operations(Cloud cloud, Names names, List<String> regions, StateMachine kind) {
    this.cloud = cloud;
    this.names = names;
    this.region = regions.get(0);
    this.regions = List.copyOf(regions);
    this.kind = kind;
  }

  /**
   * What a person asks for.
   *
   * @param planned whether both Regions are well and nothing may be lost
   * @param acceptedBy who accepts that data may be lost, or empty
   * @param restoreTo as of when the database is restored; empty for as far as its backups reach
   */
  public record Request(
      boolean planned, String reason, Optional<String> acceptedBy, Optional<Instant> restoreTo) {
    /** The other Region is lost. */
    public static Request unplanned(String reason, Optional<String> acceptedBy) {
      return new Request(false, reason, acceptedBy, Optional.empty());
    }

    /** The other Region is lost, and what it had at a time is wanted again. */
    public Request asOf(Optional<Instant> time) {
      return new Request(planned, reason, acceptedBy, time);
    }

    /** Both Regions are well. */
    public static Request planned(String reason) {
      return new Request(true, reason, Optional.empty(), Optional.empty());
    }
  }

  /** There is no state machine: the stack is not deployed. */
  public static final class NotDeployed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDeployed(String machine, String region) {
      super(
          "There is no state machine "
              + machine
              + " in "
              + region
              + ".\nDeploy the stacks first: pharos up all");
    }
  }

  /** The Region where an operation would run does not answer. */
  public static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String region, SdkClientException cause) {
      super(
          region
              + " does not answer, and the operation runs there: "
              + cause.getMessage()
              + ".\nNothing was started. 'pharos status' shows which Region serves; --to chooses the"
              + " other one.",
          cause);
    }
  }

  /**
   * Starts one.
   *
   * @throws NotDeployed when there is no state machine
   * @throws Unreachable when its Region does not answer
   */
  public Operation start(Request request) {
    try {
      return begin(request);
    } catch (SdkClientException e) {
      throw new Unreachable(region, e);
    }
  }

  private Operation begin(Request request) {
    Map<String, Object> input = new LinkedHashMap<>();
    if (kind == StateMachine.FAILOVER) {
      input.put("mode", request.planned() ? "planned" : "unplanned");
    }
    input.put("trigger", "manual");
    input.put("reason", request.reason());
    input.put("acceptDataLoss", request.acceptedBy().isPresent());
    request.acceptedBy().ifPresent(person -> input.put("acceptedBy", person));
    request.restoreTo().ifPresent(time -> input.put("restoreTo", time.toString()));
    String machine =
        machineArn().orElseThrow(() -> new NotDeployed(names.stateMachine(kind), region));
    String id = kind.word() + "-" + TIME.format(cloud.clock().instant());
    String arn =
        states()
            .startExecution(
                start -> start.stateMachineArn(machine).name(id).input(Json.write(input)))
            .executionArn();
    return look(arn);
  }

  /** How an operation stands. */
  public Operation look(String arn) {
    var execution = states().describeExecution(query -> query.executionArn(arn));
    return new Operation(
        execution.name(),
        execution.executionArn(),
        execution.startDate(),
        Optional.ofNullable(execution.stopDate()),
        execution.status() == ExecutionStatus.SUCCEEDED);
  }

  /** The newest operation that was started then or later. */
  public Optional<Operation> newest(Instant since) {
    return machineArn()
        .flatMap(
            machine ->
                states().listExecutions(list -> list.stateMachineArn(machine)).executions().stream()
                    .filter(execution -> !execution.startDate().isBefore(since))
                    .findFirst())
        .map(execution -> look(execution.executionArn()));
  }

  public OperationJournal journal(Operation operation) {
    return OperationJournal.read(
        cloud.client(DynamoDbClient.class, region), names.table(), operation.id());
  }

  /** Its steps, with those of its parts, wherever they ran. */
  public List<StepRecord> steps(Operation operation) {
    return new Parts(cloud, names, regions).steps(journal(operation));
  }

  /** Why it failed, as Step Functions says it. */
  public String cause(Operation operation) {
    var execution = states().describeExecution(query -> query.executionArn(operation.arn()));
    return operation.id()
        + " "
        + execution.statusAsString()
        + ": "
        + execution.error()
        + " "
        + execution.cause();
  }

  private Optional<String> machineArn() {
    return states().listStateMachinesPaginator(list -> {}).stateMachines().stream()
        .filter(machine -> machine.name().equals(names.stateMachine(kind)))
        .map(StateMachineListItem::stateMachineArn)
        .findFirst();
  }

  private SfnClient states() {
    return cloud.client(SfnClient.class, region);
  }
}
