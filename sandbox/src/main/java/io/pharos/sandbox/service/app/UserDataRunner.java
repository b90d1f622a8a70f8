package io.pharos.sandbox.service.app;

import io.pharos.sandbox.core.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

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
   * Boots a fresh machine. Each thing that the script asks is asked once, whether any of its runs
   * is remembered or none: what happens in a world does not depend on other worlds.
   */
  public static Boot run(String script, Machine machine) {
    if (!script.startsWith("#!")) {
      return new Boot(
          machine, new Result(0, "cloud-init ignores user data that is no script (#!)"));
    }
    synchronized (RUNS) {
      Moment moment = RUNS.computeIfAbsent(Ids.hex("", 64, script), hash -> new Moment());
      Moment start = moment;
      List<ToolReply> known = new ArrayList<>();
      while (moment != null && moment.asks != null) {
        ToolReply reply = machine.answer(moment.asks);
        if (tooLong(machine)) {
          return new Boot(machine, BashProcess.STILL_WAITS);
        }
        known.add(reply);
        moment = moment.next.get(reply);
      }
      return new Boot(
          machine,
          moment != null && moment.ends != null
              ? moment.ends
              : record(start, script, machine, known.iterator()));
    }
  }

  /**
   * @param known the replies that it has got already
   */
  private static Result record(
      Moment start, String script, Machine machine, Iterator<ToolReply> known) {
    Moment[] now = {start};
    Result result =
        new BashProcess(script)
            .run(
                call -> {
                  ToolReply reply = known.hasNext() ? known.next() : machine.answer(call);
                  now[0].asks = call;
                  now[0] = now[0].next.computeIfAbsent(reply, same -> new Moment());
                  return reply;
                },
                () -> !known.hasNext() && tooLong(machine));
    // When it ended because of the time it took, another run with the same replies may end later.
    if (result.status() != BashProcess.KILLED && result != BashProcess.STILL_WAITS) {
      now[0].ends = result;
    }
    return result;
  }

  private static boolean tooLong(Machine machine) {
    return machine.elapsed().compareTo(PATIENCE) > 0;
  }
}
