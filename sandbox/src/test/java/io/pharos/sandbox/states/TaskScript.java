package io.pharos.sandbox.states;

import io.pharos.sandbox.core.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A host whose tasks end as a script says, attempt by attempt, and whose transitions take no time.
 */
final class TaskScript implements Task.Host {
  private final VirtualClock clock;
  private final Map<String, Object> script;
  private final Map<String, Integer> attempts = new HashMap<>();
  final List<Task.Call> calls = new ArrayList<>();
  boolean alive = true;
  int ended;

  /**
   * @param script by the name of the state, what each attempt does: result, echo (the arguments),
   *     bytes (a result so long), or error and cause; after so many seconds, with heartbeats
   */
  TaskScript(VirtualClock clock, Map<String, Object> script) {
    this.clock = clock;
    this.script = script;
  }

  @Override
  public boolean alive() {
    return alive;
  }

  @Override
  public Duration transition(String executionArn, long number) {
    return Duration.ZERO;
  }

  @Override
  public void start(Task.Call call, Task.Outcome outcome) {
    calls.add(call);
    int attempt = attempts.merge(call.state(), 1, Integer::sum);
    Map<String, Object> act = State.objects(script.get(call.state())).get(attempt - 1);
    if (act.get("heartbeats") instanceof List<?> beats) {
      for (Object beat : beats) {
        clock.after(Duration.ofSeconds((Integer) beat), "beat", outcome::heartbeat);
      }
    }
    clock.after(
        Duration.ofSeconds((Integer) act.getOrDefault("seconds", 0)),
        "task",
        () -> {
          if (act.containsKey("error")) {
            outcome.fail((String) act.get("error"), (String) act.get("cause"));
          } else if (act.containsKey("bytes")) {
            outcome.succeed("x".repeat((Integer) act.get("bytes")));
          } else {
            outcome.succeed(act.containsKey("echo") ? call.arguments() : act.get("result"));
          }
        });
  }

  @Override
  public void ended(Execution execution) {
    ended++;
  }
}
