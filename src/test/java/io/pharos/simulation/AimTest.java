package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AimTest {
  private static final Turns ALL = Turns.of(EnumSet.allOf(Variant.class));

  private static Set<Aim> aims(Turns turns, Course course) {
    Set<Aim> seen = new HashSet<>();
    for (long n = 0; n < turns.runsForAll(); n++) {
      Turns.Turn turn = turns.of(n);
      if (turn.course() == course) {
        turn.aim().ifPresent(seen::add);
      }
    }
    return seen;
  }

  @ParameterizedTest
  @EnumSource
  void every_fault_at_every_step_of_a_course_has_its_turn(Course course) {
    assertThat(aims(ALL, course)).hasSameElementsAs(course.aims());
    assertThat(aims(Turns.alone(course), course)).hasSameElementsAs(course.aims());
  }

  @ParameterizedTest
  @EnumSource
  void one_deployment_alone_has_all_aims_of_its_course(Variant variant) {
    Turns turns = Turns.of(Set.of(variant));

    if (turns.courses().contains(variant.course())) {
      assertThat(aims(turns, variant.course())).hasSameElementsAs(variant.course().aims());
    }
    Set<Aim> later = new HashSet<>();
    for (long n = 0; n < turns.runsForAll(); n++) {
      turns.of(n).sequel().flatMap(Sequel.Turn::aim).ifPresent(later::add);
    }
    assertThat(later).hasSameElementsAs(Sequel.wanted());
  }

  @Test
  void every_fault_is_aimed_at_somewhere() {
    Set<Fault> aimedAt =
        Stream.of(Course.values())
            .flatMap(course -> course.aims().stream())
            .map(Aim::fault)
            .collect(Collectors.toSet());

    assertThat(aimedAt).containsExactlyInAnyOrder(Fault.values());
  }

  @Test
  void every_deployment_is_drawn_as_often_by_seeds_as_it_has_turns() {
    int runs = 3200;
    Map<Variant, Long> turns =
        LongStream.range(0, runs)
            .mapToObj(n -> ALL.of(n).variant().orElseThrow())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Map<Variant, Long> drawn =
        LongStream.range(0, runs)
            .mapToObj(Variant::of)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    for (Variant variant : Variant.values()) {
      assertThat((double) drawn.get(variant))
          .as(variant.word())
          .isBetween(turns.get(variant) * 0.8, turns.get(variant) * 1.2);
    }
  }

  @Test
  void the_seed_of_a_run_alone_says_what_it_starts_from_and_aims_at() {
    for (long n = 0; n < 40; n++) {
      Turns.Turn turn = ALL.of(n);
      long seed = Simulation.runSeed(7, n, turn);

      assertThat(Variant.of(seed)).as("run %d", n).isEqualTo(turn.variant().orElseThrow());
      assertThat(Aim.of(seed, turn.course())).as("run %d", n).isEqualTo(turn.aim());
      assertThat(Sequel.of(seed)).as("run %d", n).isEqualTo(turn.sequel());
    }
  }

  @Test
  void what_is_played_of_one_strategy_is_played_of_all_as_well() {
    Set<Turns.Turn> all = LongStream.range(0, 3200).mapToObj(ALL::of).collect(Collectors.toSet());

    assertThat(Turns.of(Set.of(Variant.WARM_STANDBY_ECS_POSTGRES)).of(0)).isIn(all);
  }

  @Test
  void other_seeds_make_other_runs() {
    Turns turns = Turns.alone(Course.INSTANCES);
    Set<Long> seeds = new HashSet<>();
    for (long n = 0; n < 40; n++) {
      seeds.add(Simulation.runSeed(7, n, turns.of(n)));
      seeds.add(Simulation.runSeed(8, n, turns.of(n)));
    }

    assertThat(seeds).hasSize(80);
    assertThat(turns.of(1).aim()).isEqualTo(Optional.empty());
  }
}
