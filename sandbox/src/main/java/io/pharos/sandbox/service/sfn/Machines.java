package io.pharos.sandbox.service.sfn;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.EventBridge;
import io.pharos.sandbox.states.Definition;
import io.pharos.sandbox.states.Execution;
import io.pharos.sandbox.states.Json;
import io.pharos.sandbox.states.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** State machines, their executions, and the tasks that wait for a callback. */
public final class Machines {
  private static final Pattern NAME =
      Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]{1,80}");
  private static final int MAX_INPUT = 256 * 1024;

  private record Pending(String region, Task.Outcome outcome) {}

  private final World world;
  private final TaskCalls calls;
  private final Map<String, Definition> parsed = new HashMap<>();
  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final Map<String, Pending> callbacks = new HashMap<>();

  public Machines(World world) {
    this.world = world;
    this.calls = new TaskCalls(world);
  }

  Optional<Resource> machine(String region, String arn) {
    return world.account().find(MachineBehavior.TYPE, region, arn);
  }

  List<Resource> machines(String region) {
    return world.account().list(MachineBehavior.TYPE, region);
  }

  /**
   * Starts an execution of the definition as it is deployed now.
   *
   * @param name of the execution, or null for one that is made up
   * @throws AwsServiceException the API's errors
   */
  public Execution start(String region, String machineArn, String name, String input) {
    Resource machine =
        machine(region, machineArn).orElseThrow(() -> SfnRefusal.noMachine(machineArn));
    String text = input == null || input.isEmpty() ? "{}" : input;
    if (name != null && !NAME.matcher(name).matches()) {
      throw SfnRefusal.invalidName(name);
    }
    Object value = value(text);
    String own = name == null ? Ids.hex("", 32, machineArn, executions.size()) : name;
    String arn = machineArn.replace(":stateMachine:", ":execution:") + ":" + own;
    Execution known = executions.get(arn);
    if (known != null) {
      boolean same =
          known.status() == Execution.Status.RUNNING && known.start().input().equals(value);
      if (same) {
        return known;
      }
      throw SfnRefusal.executionExists(arn);
    }
    Execution execution =
        Execution.start(
            parsed.computeIfAbsent(machine.string("definition"), Definition::parse),
            new Task.Start(
                arn, own, machineArn, machine.string("roleArn"), world.clock().instant(), value),
            host(region, machine.string("roleArn")),
            world.clock());
    executions.put(arn, execution);
    return execution;
  }

  Execution execution(String region, String arn) {
    Execution execution = executions.get(arn);
    if (execution == null || !arn.split(":")[3].equals(region)) {
      throw SfnRefusal.noExecution(arn);
    }
    return execution;
  }

  /** The executions of a state machine, the newest first. */
  List<Execution> executions(String machineArn) {
    List<Execution> own = new ArrayList<>();
    for (Execution execution : executions.values()) {
      if (execution.start().stateMachineArn().equals(machineArn)) {
        own.add(0, execution);
      }
    }
    return own;
  }

  /** The task that waits for this token; each answers once. */
  Task.Outcome callback(String region, String token, boolean last) {
    Pending pending = callbacks.get(token);
    if (pending == null || !pending.region().equals(region)) {
      throw token.matches("[0-9a-f]{64}") ? SfnRefusal.taskTimedOut() : SfnRefusal.invalidToken();
    }
    if (last) {
      callbacks.remove(token);
    }
    return pending.outcome();
  }

  private static Object value(String text) {
    if (text.length() > MAX_INPUT) {
      throw SfnRefusal.invalidInput("Input is larger than 262144 bytes");
    }
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw SfnRefusal.invalidInput(
          "Invalid State Machine Execution Input: '" + e.getMessage() + "'");
    }
  }

  /**
   * What EventBridge gets when an execution has ended.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">
   *     Step Functions events</a>
   */
  private static Map<String, Object> statusChange(Execution execution) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("executionArn", execution.start().executionArn());
    detail.put("stateMachineArn", execution.start().stateMachineArn());
    detail.put("name", execution.start().name());
    detail.put("status", execution.status().name());
    detail.put("startDate", execution.start().at().toEpochMilli());
    execution.stopped().ifPresent(at -> detail.put("stopDate", at.toEpochMilli()));
    execution
        .failure()
        .ifPresent(
            failure -> {
              detail.put("error", failure.error());
              detail.put("cause", failure.reason());
            });
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("source", "aws.states");
    event.put("detail-type", "Step Functions Execution Status Change");
    event.put("resources", List.of(execution.start().executionArn()));
    event.put("detail", detail);
    return event;
  }

  private Task.Host host(String region, String roleArn) {
    return new Task.Host() {
      @Override
      public boolean alive() {
        return !world.faults().dead(region);
      }

      @Override
      public Duration transition(String executionArn, long number) {
        return world.latency().sample("states.transition", executionArn, number);
      }

      @Override
      public void start(Task.Call call, Task.Outcome outcome) {
        if (call.token() != null) {
          callbacks.put(call.token(), new Pending(region, outcome));
        }
        calls.start(region, roleArn, call, outcome);
      }

      @Override
      public void ended(Execution execution) {
        if (!world.faults().dead(region)) {
          world.service(EventBridge.class).emit(region, statusChange(execution));
        }
      }
    };
  }
}
