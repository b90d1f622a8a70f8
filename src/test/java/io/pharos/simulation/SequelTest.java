package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequelTest {
  @Test
  void every_fault_at_every_step_of_a_failback_has_its_turn() {
    Turns turns = Turns.alone(Course.INSTANCES);
    Set<Aim> seen = new HashSet<>();
    for (long n = 0; n < turns.runsForAll(); n++) {
      turns.of(n).sequel().flatMap(Sequel.Turn::aim).ifPresent(seen::add);
    }

    assertThat(seen).hasSize(Fault.anywhere().size() * Sequel.STEPS.size());
  }

  @Test
  void one_run_in_twenty_goes_on() {
    long goOn = 0;
    for (long n = 0; n < 2000; n++) {
      goOn += Sequel.ofRun(n).isPresent() ? 1 : 0;
    }

    assertThat(goOn).isEqualTo(100);
  }
}
