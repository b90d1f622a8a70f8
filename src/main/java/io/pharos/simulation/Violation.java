package io.pharos.simulation;

/**
 * A promise that was not kept.
 *
 * @param invariant its number in docs/simulation.md
 */
public record Violation(int invariant, String what) {
  @Override
  public String toString() {
    return invariant + ": " + what;
  }
}
