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
 * @param returned what the lost Region did when it came back; empty when it did not
 * @param capacityReady when what serves was there, where the step itself only asks for it
 * @param lowerBound how fast this could be at best
 * @param findings what people should know: why something failed, which alerts went out
 */
public record DrillReport(
    Header header,
    Optional<String> operation,
    Instant zero,
    Optional<Instant> detected,
    Optional<Instant> decided,
    Optional<Duration> execution,
    UserView users,
    Optional<Return> returned,
    List<StepRecord> steps,
    Optional<Instant> capacityReady,
    LowerBound lowerBound,
    List<String> findings,
    Verdict verdict)
    implements Phase {

  /**
   * What was drilled, where and how.
   *
   * @param phase failover, failback or reconcile
   * @param mode planned or unplanned
   */
  public record Header(
      String phase,
      String mode,
      String environment,
      String clock,
      long seed,
      String strategy,
      String engineVersion,
      Duration rtoObjective,
      Duration rpoObjective,
      List<StackSummary> stacks) {
    boolean planned() {
      return mode.equals("planned");
    }
  }

  /** A stack and the number of its resources. */
  public record StackSummary(String name, int resources) {}

  /**
   * The lost Region comes back alive.
   *
   * @param at when it came back
   * @param fenced when it had closed its own database; empty when it has not
   * @param strayWrites seconds in which it took rows beside the Region that serves
   * @param missing the runtime's missing-data report; empty when it wrote none
   * @param reportedLostWrites how many of the users' lost writes that report covers
   */
  public record Return(
      Instant at,
      Optional<Instant> fenced,
      int strayWrites,
      Optional<MissingDataReport> missing,
      int reportedLostWrites) {

    /** Whether the Region made itself harmless, and nothing that is lost goes unsaid. */
    boolean inOrder(int lostWrites) {
      return fenced.isPresent() && missing.isPresent() && reportedLostWrites == lostWrites;
    }
  }

  /** The phase, as a heading. */
  String title() {
    return Character.toUpperCase(header.phase().charAt(0)) + header.phase().substring(1);
  }

  @Override
  public String text() {
    return Timeline.of(this);
  }

  public Optional<Duration> detection() {
    return detected.map(at -> Duration.between(zero, at));
  }

  public Optional<Duration> decision() {
    return detected.flatMap(alarm -> decided.map(at -> Duration.between(alarm, at)));
  }

  /** The steps that decided how long users waited. */
  public CriticalPath criticalPath() {
    return new CriticalPath(steps, users.since(), capacityReady);
  }

  /**
   * Met when users came back in time and lost no more than agreed, with one writer all the time; a
   * planned operation loses nothing.
   */
  static Verdict judge(Header header, UserView users, boolean operationSucceeded) {
    if (!operationSucceeded) {
      return Verdict.STOPPED;
    }
    boolean inTime =
        users.rto().isPresent() && users.rto().get().compareTo(header.rtoObjective()) <= 0;
    boolean littleLost =
        header.planned()
            ? users.lostWrites() == 0
            : users.rpo().compareTo(header.rpoObjective()) <= 0;
    return inTime && littleLost && users.maxConcurrentWriters() <= 1 ? Verdict.MET : Verdict.MISSED;
  }
}
