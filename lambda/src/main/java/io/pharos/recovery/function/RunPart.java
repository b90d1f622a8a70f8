package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Variable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/**
 * Runs a part of a failback: another state machine, here or in the peer Region, as an operation of
 * its own with its own lock, journal and record. The part's name follows from the failback's, so
 * that asking twice starts one.
 */
public final class RunPart extends Step {
  /** An execution's name has 80 characters at most. */
  private static final int NAME_CHARACTERS = 60;

  public RunPart() {
    this(LiveAws.create());
  }

  public RunPart(Aws aws) {
    super(aws, RecoveryFunction.PART);
  }

  /** The part as the state machine names it, and where it runs. */
  private record Part(String name, StateMachine machine, boolean atPeer) {
    static Part of(Operation operation) {
      JsonNode part = Operation.field(operation.input(), "part").orElseThrow(() -> missing("part"));
      String word = Operation.text(part, "machine").orElseThrow(() -> missing("part.machine"));
      for (StateMachine machine : StateMachine.values()) {
        if (machine.word().equals(word) && !machine.scheduled()) {
          return new Part(
              Operation.text(part, "name").orElseThrow(() -> missing("part.name")),
              machine,
              Operation.yes(part, "atPeer"));
        }
      }
      throw new Failed(ErrorCode.INPUT_INVALID, "no state machine is called '" + word + "'");
    }

    /** Only a Region that does not serve yet needs it. */
    boolean makesOwnStandby() {
      return machine == StateMachine.STANDBY && !atPeer;
    }

    private static Failed missing(String name) {
      return new Failed(ErrorCode.INPUT_INVALID, "'" + name + "' is missing in the input");
    }
  }

  @Override
  String word(Operation operation) {
    return Part.of(operation).name();
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    new Journal(table, aws.clock()).opened(operation);
    Part part = Part.of(operation);
    if (part.makesOwnStandby()) {
      Optional<String> earlier = new UnfinishedFailback(table).before(operation);
      if (earlier.isPresent() && new Serving(aws, environment, table).here()) {
        return Outcome.skipped(
            environment.region() + " serves since failback " + earlier.get() + ", which goes on");
      }
      Optional<Outcome> promotion = new UnfinishedPromotion(aws, environment, table).goOn();
      if (promotion.isPresent()) {
        return promotion.get();
      }
    }
    String region =
        part.atPeer() ? environment.get(Variable.PHAROS_PEER_REGION) : environment.region();
    String id = operation.id();
    String name = id.substring(0, Math.min(id.length(), NAME_CHARACTERS)) + "-" + part.name();
    String machine = environment.names().stateMachine(part.machine());
    SfnClient states = aws.client(SfnClient.class, region);
    Optional<DescribeExecutionResponse> execution =
        find(states, arn(region, "execution", machine + ":" + name));
    if (execution.isEmpty()) {
      return start(operation, states, arn(region, "stateMachine", machine), name)
          .with("execution", name);
    }
    return look(part, region, execution.get()).with("execution", name);
  }

  private static Optional<DescribeExecutionResponse> find(SfnClient states, String arn) {
    try {
      return Optional.of(states.describeExecution(describe -> describe.executionArn(arn)));
    } catch (ExecutionDoesNotExistException e) {
      return Optional.empty();
    }
  }

  private static Outcome start(
      Operation operation, SfnClient states, String machineArn, String name) {
    String input = input(operation);
    try {
      states.startExecution(start -> start.stateMachineArn(machineArn).name(name).input(input));
    } catch (ExecutionAlreadyExistsException e) {
      return Outcome.waiting("started already");
    }
    return Outcome.waiting("started");
  }

  /** It is planned, and no alarm's: a person decided on the failback, or its own rule. */
  private static String input(Operation operation) {
    try (JsonWriter json = JsonWriter.create()) {
      json.writeStartObject();
      json.writeFieldName("mode").writeValue("planned");
      json.writeFieldName("trigger").writeValue("failback");
      json.writeFieldName("reason").writeValue(operation.reason());
      json.writeFieldName("partOf").writeValue(operation.id());
      json.writeEndObject();
      return new String(json.getBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Outcome look(Part part, String region, DescribeExecutionResponse execution) {
    return switch (execution.status()) {
      case SUCCEEDED -> Outcome.succeeded(part.machine().word() + " in " + region + " succeeded");
      case RUNNING, PENDING_REDRIVE ->
          Outcome.waiting(part.machine().word() + " in " + region + " is at work");
      case FAILED, TIMED_OUT, ABORTED, UNKNOWN_TO_SDK_VERSION -> throw stopped(part, execution);
    };
  }

  private static RecoveryException stopped(Part part, DescribeExecutionResponse execution) {
    String message =
        "part '"
            + part.name()
            + "' ("
            + execution.name()
            + ") "
            + (execution.error() == null ? execution.statusAsString() : execution.error())
            + ": "
            + (execution.cause() == null ? "no cause is known" : execution.cause());
    return "Refused".equals(execution.error())
        ? new Refused(ErrorCode.PART_STOPPED, message)
        : new Failed(ErrorCode.PART_STOPPED, message);
  }

  private String arn(String region, String kind, String name) {
    return "arn:aws:states:"
        + region
        + ":"
        + environment.get(Variable.PHAROS_ACCOUNT)
        + ":"
        + kind
        + ":"
        + name;
  }
}
