package io.pharos.sandbox.states;

import io.pharos.sandbox.core.Ids;
import java.time.Duration;
import java.util.Map;

/** One attempt of a Task: it begins at its host, and ends there or by a timeout. */
final class TaskWork implements Work {
  private static final String CALLBACK = ".waitForTaskToken";

  private final Visit visit;
  private final Flow flow;
  private final String resource;
  private final boolean function;
  private boolean over;
  private long beats;

  TaskWork(Visit visit) {
    this.visit = visit;
    this.flow = visit.flow();
    this.resource = visit.state().text("Resource");
    this.function = resource.contains(":lambda:") && resource.contains(":function:");
  }

  @Override
  public void start() {
    String token = resource.endsWith(CALLBACK) ? token() : null;
    Object arguments = visit.input();
    if (visit.state().has("Arguments")) {
      Map<String, Object> context =
          token == null ? Map.of() : Map.of("Task", Map.of("Token", token));
      arguments =
          visit
              .expressions(Map.of(), context)
              .evaluate("Arguments", visit.state().get("Arguments"));
    }
    Visit.limit(arguments);
    Integer timeout = visit.seconds("TimeoutSeconds");
    Integer heartbeat = visit.seconds("HeartbeatSeconds");
    scheduled(arguments, timeout, heartbeat);
    if (timeout != null) {
      flow.later(Duration.ofSeconds(timeout), () -> timedOut(StateError.TIMEOUT));
    }
    expectBeat(heartbeat);
    flow.execution()
        .host()
        .start(
            new Task.Call(
                flow.execution().start().executionArn(),
                visit.state().name(),
                resource,
                arguments,
                token),
            outcome(heartbeat));
  }

  @Override
  public void cancel() {
    over = true;
  }

  private Task.Outcome outcome(Integer heartbeat) {
    return new Task.Outcome() {
      @Override
      public void succeed(Object result) {
        end(
            () -> {
              record("Succeeded", "output", Json.text(result));
              visit.done(result);
            });
      }

      @Override
      public void fail(String error, String cause) {
        end(
            () -> {
              record("Failed", "error", error, "cause", cause);
              visit.failed(new StateError(error, cause));
            });
      }

      @Override
      public void heartbeat() {
        if (!over) {
          expectBeat(heartbeat);
        }
      }
    };
  }

  /**
   * Also an end that is known at once is an event of its own, so that nothing runs inside start.
   */
  private void end(Runnable action) {
    flow.later(
        Duration.ZERO,
        () -> {
          if (!over) {
            over = true;
            action.run();
          }
        });
  }

  private void expectBeat(Integer heartbeat) {
    if (heartbeat != null) {
      long beat = ++beats;
      flow.later(
          Duration.ofSeconds(heartbeat),
          () -> {
            if (beat == beats) {
              timedOut(StateError.HEARTBEAT_TIMEOUT);
            }
          });
    }
  }

  private void timedOut(String error) {
    if (!over) {
      over = true;
      record("TimedOut", "error", error);
      visit.failed(new StateError(error, null));
    }
  }

  private String token() {
    Execution execution = flow.execution();
    return Ids.hex(
        "", 64, execution.start().executionArn(), visit.state().name(), execution.recorded());
  }

  private void scheduled(Object arguments, Integer timeout, Integer heartbeat) {
    if (function) {
      flow.record(
          "LambdaFunctionScheduled",
          "resource",
          resource,
          "input",
          Json.text(arguments),
          "timeoutInSeconds",
          timeout);
      flow.record("LambdaFunctionStarted");
      return;
    }
    flow.record(
        "TaskScheduled",
        "resourceType",
        resourceType(),
        "resource",
        resource.substring(resource.lastIndexOf(':') + 1),
        "region",
        flow.execution().start().stateMachineArn().split(":")[3],
        "parameters",
        Json.text(arguments),
        "timeoutInSeconds",
        timeout,
        "heartbeatInSeconds",
        heartbeat);
    record("Started");
  }

  private void record(String what, Object... details) {
    if (function) {
      flow.record("LambdaFunction" + what, details);
      return;
    }
    Object[] all = new Object[details.length + 4];
    all[0] = "resourceType";
    all[1] = resourceType();
    all[2] = "resource";
    all[3] = resource.substring(resource.lastIndexOf(':') + 1);
    System.arraycopy(details, 0, all, 4, details.length);
    flow.record("Task" + what, all);
  }

  private String resourceType() {
    String[] parts = resource.split(":");
    return parts[parts.length - 2];
  }
}
