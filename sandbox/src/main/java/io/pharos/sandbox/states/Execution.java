package io.pharos.sandbox.states;

import io.pharos.sandbox.core.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One execution of a standard state machine on the virtual clock. It follows the definition it was
 * started with, and pauses while its Region is dead.
 */
public final class Execution {
  /** The states that the API knows. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
  }

  /** How often a paused execution looks whether its Region is back. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Task.Start start;
  private final Task.Host host;
  private final VirtualClock clock;
  private final History history;
  private final Map<String, Object> context;
  private final Flow main;
  private Status status = Status.RUNNING;
  private Object output;
  private StateError failure;
  private Instant stopped;
  private long transitions;

  private Execution(Definition definition, Task.Start start, Task.Host host, VirtualClock clock) {
    this.start = start;
    this.host = host;
    this.clock = clock;
    this.history = new History(clock);
    this.context = context(start);
    long first =
        history.add(
            0, "ExecutionStarted", "input", Json.text(start.input()), "roleArn", start.roleArn());
    this.main =
        new Flow(
            this,
            definition.graph(),
            new Variables(null),
            Map.of(),
            first,
            new Flow.Ending() {
              @Override
              public void succeeded(Object value) {
                output = value;
                end(Status.SUCCEEDED, null);
              }

              @Override
              public void failed(StateError error) {
                end(Status.FAILED, error);
              }
            });
  }

  /** Starts an execution; everything it does happens in later events of the clock. */
  public static Execution start(
      Definition definition, Task.Start start, Task.Host host, VirtualClock clock) {
    Execution execution = new Execution(definition, start, host, clock);
    definition
        .timeoutSeconds()
        .ifPresent(seconds -> execution.later(Duration.ofSeconds(seconds), execution::timeOut));
    execution.main.enter(definition.graph().startAt(), start.input());
    return execution;
  }

  /** Ends it at once, whatever it is doing; calls that it has made go on. */
  public void stop(String error, String cause) {
    if (status == Status.RUNNING) {
      main.cancel();
      end(Status.ABORTED, new StateError(error, cause));
    }
  }

  public Task.Start start() {
    return start;
  }

  public Status status() {
    return status;
  }

  /** The output of a succeeded execution, a plain JSON value. */
  public Object output() {
    return output;
  }

  /** Why it failed, timed out or was stopped. */
  public Optional<StateError> failure() {
    return Optional.ofNullable(failure);
  }

  /** When it ended; empty while it runs. */
  public Optional<Instant> stopped() {
    return Optional.ofNullable(stopped);
  }

  public List<HistoryEvent> history() {
    return history.events();
  }

  Task.Host host() {
    return host;
  }

  Instant now() {
    return clock.instant();
  }

  long record(long previousId, String type, Object... details) {
    return history.add(previousId, type, details);
  }

  long recorded() {
    return history.size();
  }

  /** Runs the action when the way to the next state is done. */
  void transition(Runnable action) {
    later(host.transition(start.executionArn(), ++transitions), action);
  }

  /** Runs the action then, unless the execution has ended. */
  void later(Duration delay, Runnable action) {
    clock.after(delay, "states " + start.executionArn(), () -> run(action));
  }

  /** What {@code $states.context} says of the execution and its state machine: always the same. */
  Map<String, Object> context() {
    return context;
  }

  private static Map<String, Object> context(Task.Start start) {
    Map<String, Object> execution = new LinkedHashMap<>();
    execution.put("Id", start.executionArn());
    execution.put("Input", start.input());
    execution.put("Name", start.name());
    execution.put("RoleArn", start.roleArn());
    execution.put("StartTime", start.at().toString());
    execution.put("RedriveCount", 0);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("Id", start.stateMachineArn());
    machine.put(
        "Name", start.stateMachineArn().substring(start.stateMachineArn().lastIndexOf(':') + 1));
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("Execution", execution);
    context.put("StateMachine", machine);
    return Map.copyOf(context);
  }

  private void run(Runnable action) {
    if (status != Status.RUNNING) {
      return;
    }
    if (!host.alive()) {
      later(PAUSE, action);
    } else if (history.full()) {
      main.cancel();
      end(
          Status.FAILED,
          new StateError(
              StateError.RUNTIME,
              "The execution reached the maximum number of history events ("
                  + History.LIMIT
                  + ")."));
    } else {
      action.run();
    }
  }

  private void timeOut() {
    main.cancel();
    end(Status.TIMED_OUT, new StateError(StateError.TIMEOUT, null));
  }

  private void end(Status how, StateError error) {
    status = how;
    failure = error;
    stopped = clock.instant();
    switch (how) {
      case RUNNING -> throw new IllegalStateException("an execution does not end running");
      case SUCCEEDED -> main.record("ExecutionSucceeded", "output", Json.text(output));
      case FAILED -> ended("ExecutionFailed", error);
      case TIMED_OUT -> ended("ExecutionTimedOut", error);
      case ABORTED -> ended("ExecutionAborted", error);
    }
    host.ended(this);
  }

  private void ended(String type, StateError error) {
    main.record(type, "error", error.error(), "cause", error.reason());
  }
}
