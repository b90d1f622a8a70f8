package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A fault that is meant to be in force while a certain step runs. One scenario in four is drawn
 * around one, and the runs of a simulation take all of them in turns: chance alone would leave out
 * the rare ones.
 */
record Aim(Fault fault, RecoveryFunction step) {
  /** Every step of a failover, planned or not. */
  static final List<RecoveryFunction> STEPS =
      Stream.of(
              RecoveryFunction.plannedSteps(),
              List.of(RecoveryFunction.MARKER, RecoveryFunction.RELEASE))
          .flatMap(List::stream)
          .toList();

  private static final List<Aim> ALL =
      Stream.of(Fault.values())
          .flatMap(fault -> STEPS.stream().map(step -> new Aim(fault, step)))
          .toList();

  private static final int ONE_IN = 4;

  /** Neighbouring runs are far from each other in the list. */
  private static final int STRIDE = 89;

  /** What the scenario of this seed is drawn around. */
  static Optional<Aim> of(long seed) {
    return draw(new SplittableRandom(seed));
  }

  static Optional<Aim> draw(SplittableRandom random) {
    return random.nextInt(ONE_IN) == 0
        ? Optional.of(ALL.get(random.nextInt(ALL.size())))
        : Optional.empty();
  }

  /** What the n-th run of a simulation is drawn around. */
  static Optional<Aim> ofRun(long n) {
    return n % ONE_IN == 0
        ? Optional.of(ALL.get((int) (n / ONE_IN * STRIDE % ALL.size())))
        : Optional.empty();
  }

  /** How many runs it takes until all have had their turn. */
  static int runsForAll() {
    return ALL.size() * ONE_IN;
  }
}
