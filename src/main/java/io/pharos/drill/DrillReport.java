package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One phase of a run: what happened, what was measured, and whether that was good enough. Times are
 * kept as instants; {@link ReportJson} writes them as seconds since the fault.
 *
 * @param zero the fault, or the start where there was none
 * @param detected when the alarm fired
 * @param decided when the gate let the operation pass
 * @param execution how long the state machine ran
 * @param strayWrites rows that a returning Region took before it fenced itself; empty when it did
 *     not return
 * @param findings what people should know: why something failed, which alerts went out
 */
public record DrillReport(
    String phase,
    String environment,
    String clock,
    long seed,
    String strategy,
    String mode,
    Optional<String> operation,
    String engineVersion,
    Duration rtoObjective,
    Duration rpoObjective,
    Instant zero,
    Optional<Instant> detected,
    Optional<Instant> decided,
    Optional<Duration> execution,
    UserView users,
    Optional<Integer> strayWrites,
    List<StepRecord> steps,
    List<StackSummary> stacks,
    List<String> findings,
    Verdict verdict) {

  /** A stack and the number of its resources. */
  public record StackSummary(String name, int resources) {}

  public Optional<Duration> detection() {
    return detected.map(at -> Duration.between(zero, at));
  }

  public Optional<Duration> decision() {
    return detected.flatMap(alarm -> decided.map(at -> Duration.between(alarm, at)));
  }

  /**
   * Met when users came back in time and lost no more than agreed, with one writer all the time.
   */
  static Verdict judge(
      UserView users, Duration rtoObjective, Duration rpoObjective, boolean operationSucceeded) {
    if (!operationSucceeded) {
      return Verdict.STOPPED;
    }
    boolean inTime = users.rto().isPresent() && users.rto().get().compareTo(rtoObjective) <= 0;
    boolean littleLost = users.rpo().compareTo(rpoObjective) <= 0;
    return inTime && littleLost && users.maxConcurrentWriters() <= 1 ? Verdict.MET : Verdict.MISSED;
  }
}
