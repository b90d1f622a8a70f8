package io.pharos.simulation;

import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Sns;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;

/**
 * The operator of a simulated run: starts a failover when nothing else does, and starts it again
 * after it ended badly, a few times.
 */
final class Person {
  /** How often who has seen a crash tries at least. */
  private static final int AFTER_A_CRASH = 6;

  private static final Duration NOBODY_STARTED = Duration.ofMinutes(8);

  /** As the alert says: the lock of an operation that died ends after ten minutes. */
  private static final Duration LOCK_ENDS = Duration.ofMinutes(11);

  private final World world;
  private final Scenario scenario;
  private final Instant disaster;
  private final Supplier<Instant> over;
  private final String primary;
  private final SfnClient states;
  private final String machine;
  private final Consumer<String> tell;
  private int started;
  private int again;
  private int crashes;
  private boolean accepted;

  Person(
      World world,
      Scenario scenario,
      Instant disaster,
      Supplier<Instant> over,
      Names names,
      String primary,
      String region,
      Consumer<String> tell) {
    this.world = world;
    this.scenario = scenario;
    this.disaster = disaster;
    this.over = over;
    this.tell = tell;
    this.primary = primary;
    this.states = world.bareClient(SfnClient.class, region, Caller.operator(world.clock()));
    this.machine =
        states.listStateMachines(list -> {}).stateMachines().stream()
            .filter(each -> each.name().equals(names.stateMachine(StateMachine.FAILOVER)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no state machine is deployed"))
            .stateMachineArn();
  }

  /** Every operation so far, the newest first. */
  List<ExecutionListItem> operations() {
    return states.listExecutions(list -> list.stateMachineArn(machine)).executions();
  }

  /** Whether a check said no, before anything was changed. */
  boolean refused(ExecutionListItem operation) {
    return "Refused"
        .equals(
            states
                .describeExecution(query -> query.executionArn(operation.executionArn()))
                .error());
  }

  /** Whether an operation was started by somebody who accepted that data may be lost. */
  boolean accepted() {
    return accepted;
  }

  void start(String reason) {
    // Nobody plans with a Region that is gone.
    boolean planned = scenario.planned() && world.faults().of(primary).isEmpty();
    boolean accepts = scenario.acceptsLoss() && !planned;
    accepted |= accepts;
    String name = "by-hand-" + ++started;
    tell.accept("a person starts " + name + (accepts ? ", accepting the loss" : ""));
    states.startExecution(
        start ->
            start
                .stateMachineArn(machine)
                .name(name)
                .input(
                    """
                    {"mode":"%s","trigger":"manual","reason":"%s","acceptDataLoss":%s,\
                    "acceptedBy":"%s"}"""
                        .formatted(
                            planned ? "planned" : "unplanned",
                            reason,
                            accepts,
                            accepts ? "operator" : "")));
  }

  /** Kills what runs this operation, which is what a crash of the orchestrator comes to. */
  void crash(String operation) {
    for (ExecutionListItem each : operations()) {
      if (each.name().equals(operation) && each.status() == ExecutionStatus.RUNNING) {
        tell.accept("the orchestrator of " + operation + " dies");
        crashes++;
        try {
          states.stopExecution(
              stop -> stop.executionArn(each.executionArn()).error("Crash").cause("simulated"));
        } catch (SfnException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private boolean writesHeld() {
    return world.service(Sns.class).delivered().stream()
        .anyMatch(alert -> alert.message().contains("Writes: HELD"));
  }

  private static Instant latest(Instant... all) {
    return Arrays.stream(all).max(Instant::compareTo).orElseThrow();
  }

  /**
   * Looks at how things stand, and does something about it.
   *
   * @return whether there is nothing left to do
   */
  boolean look() {
    Instant now = world.clock().instant();
    List<ExecutionListItem> operations = operations();
    if (operations.isEmpty()) {
      if (now.isAfter(disaster.plus(NOBODY_STARTED))) {
        start("users are not served");
      }
      return false;
    }
    if (operations.stream().anyMatch(each -> each.status() == ExecutionStatus.RUNNING)) {
      return false;
    }
    if (operations.stream().anyMatch(each -> each.status() == ExecutionStatus.SUCCEEDED)) {
      return true;
    }
    // Whoever has seen a crash, or reads that writes are held, tries until it is well.
    boolean pressing = crashes > 0 || writesHeld();
    int restarts = pressing ? AFTER_A_CRASH + crashes : scenario.restarts();
    if (again >= restarts) {
      return true;
    }
    Instant ended =
        operations.stream().map(ExecutionListItem::stopDate).max(Instant::compareTo).orElseThrow();
    boolean last = again == restarts - 1 || pressing && again >= 2;
    Instant next = ended.plus(scenario.patience());
    if (last) {
      next = latest(next, over.get().plusSeconds(120), ended.plus(LOCK_ENDS));
    }
    if (now.isAfter(next)) {
      again++;
      start("again");
    }
    return false;
  }
}
