package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AimTest {
  @Test
  void every_fault_at_every_step_has_its_turn() {
    Set<Aim> seen = new HashSet<>();
    for (long n = 0; n < Aim.runsForAll(); n++) {
      Aim.ofRun(n).ifPresent(seen::add);
    }

    assertThat(seen).hasSize(Fault.values().length * Aim.STEPS.size());
  }

  @Test
  void the_seed_of_a_run_alone_says_what_it_aims_at() {
    for (long n = 0; n < 40; n++) {
      assertThat(Aim.of(Simulation.runSeed(7, n))).as("run %d", n).isEqualTo(Aim.ofRun(n));
    }
  }

  @Test
  void other_seeds_make_other_runs() {
    Set<Long> seeds = new HashSet<>();
    for (long n = 0; n < 40; n++) {
      seeds.add(Simulation.runSeed(7, n));
      seeds.add(Simulation.runSeed(8, n));
    }

    assertThat(seeds).hasSize(80);
    assertThat(Aim.ofRun(1)).isEqualTo(Optional.empty());
  }
}
