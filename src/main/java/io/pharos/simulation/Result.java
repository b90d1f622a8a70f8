package io.pharos.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run.
 *
 * @param deployment what it started from
 * @param struck how often each fault was in force while each step ran, until the application had
 *     moved
 * @param later the same in the sequel
 * @param wentOn whether the sequel was played
 * @param end what the run left behind: who is the writer, who is closed, what runs and serves
 * @param waited from the disaster until users were served for good; empty when they were not
 * @param history what happened, when it was asked for
 */
public record Result(
    Deployed.Names deployment,
    Scenario scenario,
    Outcome outcome,
    List<Violation> violations,
    Map<Struck, Integer> struck,
    Map<Struck, Integer> later,
    boolean wentOn,
    List<String> end,
    Optional<Duration> waited,
    List<String> history) {

  /** A fault that was in force while a step ran. */
  public record Struck(Fault fault, String step) implements Comparable<Struck> {
    @Override
    public int compareTo(Struck other) {
      int byFault = fault.compareTo(other.fault);
      return byFault != 0 ? byFault : step.compareTo(other.step);
    }
  }

  public long seed() {
    return scenario.seed();
  }
}
