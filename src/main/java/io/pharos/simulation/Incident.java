package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;

/**
 * One fault of a scenario and when it is in force, counted from the disaster.
 *
 * @param until when it is over; {@link #FOR_EVER} when it stays
 * @param region where; empty when it is about the operation itself
 * @param what the service, function or step; empty for all
 * @param share of the calls that it strikes
 * @param atStep the step with whose first call it begins, from which its times count then; empty
 *     when they count from the disaster
 */
public record Incident(
    Fault fault,
    Duration from,
    Duration until,
    String region,
    String what,
    double share,
    String atStep) {
  static final Duration FOR_EVER = Duration.ofDays(1);

  /** From the first call of a step on, for so long. */
  static Incident during(
      RecoveryFunction step,
      Fault fault,
      Duration lasting,
      String region,
      String what,
      double share) {
    return new Incident(fault, Duration.ZERO, lasting, region, what, share, step.word());
  }

  boolean ends() {
    return until.compareTo(FOR_EVER) < 0;
  }

  @Override
  public String toString() {
    return fault.word()
        + (what.isEmpty() ? "" : " of " + what)
        + (region.isEmpty() ? "" : " in " + region)
        + (share < 1 ? " (" + Math.round(share * 100) + " % of the calls)" : "")
        + (atStep.isEmpty() ? " from " : ", with " + atStep + ", from ")
        + from.toSeconds()
        + " s"
        + (ends() ? " to " + until.toSeconds() + " s" : "");
  }
}
