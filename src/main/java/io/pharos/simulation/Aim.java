package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A fault that is meant to be in force while a certain step runs. Some scenarios are drawn around
 * one, and the runs of a simulation take all of them in turns: chance alone would leave out the
 * rare ones.
 */
record Aim(Fault fault, RecoveryFunction step) {

  /** Neighbouring runs are far from each other in the list. */
  private static final int STRIDE = 89;

  /** What the scenario of this seed is drawn around. */
  static Optional<Aim> of(long seed, Course course) {
    return draw(new SplittableRandom(seed), course);
  }

  static Optional<Aim> draw(SplittableRandom random, Course course) {
    return random.nextInt(course.aimedOneIn()) == 0
        ? Optional.of(course.aims().get(random.nextInt(course.aims().size())))
        : Optional.empty();
  }

  /** Whose turn it is when so many have had theirs. */
  static Aim turn(Course course, long before) {
    List<Aim> all = course.aims();
    return all.get((int) (before * STRIDE % all.size()));
  }
}
