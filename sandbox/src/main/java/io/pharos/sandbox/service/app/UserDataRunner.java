package io.pharos.sandbox.service.app;

import io.pharos.sandbox.core.Ids;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs user data as an instance does at its first boot, by the real bash. A script that got the
 * same answers before is not run again: what it asked and how it ended is remembered.
 */
public final class UserDataRunner {

  /**
   * How the script ended.
   *
   * @param status its exit status
   * @param transcript what it printed
   */
  public record Result(int status, String transcript) {}

  /** A point in a script's run: what it asks next, or how it ends. */
  private static final class Moment {
    private ToolCall asks;
    private Result ends;
    private final Map<ToolReply, Moment> next = new HashMap<>();
  }

  /** How long anybody would wait for an instance to finish booting. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Map<String, Moment> RUNS = new HashMap<>();

  private UserDataRunner() {}

  /** The machine after the script, and how the script ended. */
  public record Boot(Machine machine, Result result) {}

  /**
   * Boots a machine.
   *
   * @param machines makes a fresh machine; a second one is needed when a remembered run takes
   *     another turn this time
   */
  public static Boot run(String script, Supplier<Machine> machines) {
    if (!script.startsWith("#!")) {
      return new Boot(
          machines.get(), new Result(0, "cloud-init ignores user data that is no script (#!)"));
    }
    synchronized (RUNS) {
      Moment start = RUNS.computeIfAbsent(Ids.hex("", 64, script), hash -> new Moment());
      Machine machine = machines.get();
      Moment end = replay(start, machine);
      if (end.ends != null) {
        return new Boot(machine, end.ends);
      }
      Machine fresh = machines.get();
      return new Boot(fresh, record(start, script, fresh));
    }
  }

  private static Moment replay(Moment start, Machine machine) {
    Moment moment = start;
    while (moment.asks != null) {
      Moment next = moment.next.get(machine.answer(moment.asks));
      if (next == null) {
        return moment;
      }
      moment = next;
    }
    return moment;
  }

  private static Result record(Moment start, String script, Machine machine) {
    Moment[] now = {start};
    Result result =
        new BashProcess(script)
            .run(
                call -> {
                  ToolReply reply = machine.answer(call);
                  now[0].asks = call;
                  now[0] = now[0].next.computeIfAbsent(reply, same -> new Moment());
                  return reply;
                },
                () -> machine.elapsed().compareTo(PATIENCE) > 0);
    if (result.status() != BashProcess.KILLED) {
      now[0].ends = result;
    }
    return result;
  }
}
