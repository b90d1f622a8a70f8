package io.pharos.simulation;

import java.util.List;
import java.util.Map;

/**
 * One run.
 *
 * @param struck how often each fault was in force while each step ran
 * @param end what the run left behind: who is the writer, who is closed, what runs and serves
 * @param history what happened, when it was asked for
 */
public record Result(
    Scenario scenario,
    Outcome outcome,
    List<Violation> violations,
    Map<Struck, Integer> struck,
    List<String> end,
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
