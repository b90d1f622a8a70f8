package io.pharos.sandbox.states;

import java.time.Duration;
import java.time.Instant;

/** What a Task state asks for, and what states need from outside: the seam to the services. */
public final class Task {
  private Task() {}

  /**
   * One attempt of a Task state.
   *
   * @param resource the ARN under Resource
   * @param arguments the evaluated Arguments, or the state's input when there are none
   * @param token what a callback names, for resources that end in .waitForTaskToken; else null
   */
  public record Call(
      String executionArn, String state, String resource, Object arguments, String token) {}

  /** Takes the end of an attempt, now or later; only the first end counts. */
  public interface Outcome {
    void succeed(Object result);

    void fail(String error, String cause);

    /** The work goes on: the heartbeat starts again. */
    void heartbeat();
  }

  /** Where an execution runs. */
  public interface Host {
    /** Whether state machines work there at the moment; executions pause while they do not. */
    boolean alive();

    /** How long the way from one state to the next takes. */
    Duration transition(String executionArn, long number);

    /** Begins an attempt. */
    void start(Call call, Outcome outcome);

    /** An execution has come to its end. */
    void ended(Execution execution);
  }

  /**
   * What an execution is told when it starts.
   *
   * @param input a plain JSON value
   * @param roleArn in whose name its tasks act
   */
  public record Start(
      String executionArn,
      String name,
      String stateMachineArn,
      String roleArn,
      Instant at,
      Object input) {}
}
