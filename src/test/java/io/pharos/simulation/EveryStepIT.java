package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killing an operation between any two steps and starting it again, or delivering any step twice,
 * leaves behind what an operation leaves that nothing disturbs.
 */
class EveryStepIT {

  private static final Map<Boolean, Result> UNDISTURBED = new HashMap<>();

  private static Simulation simulation;
  private static Deployed.Names names;

  @BeforeAll
  static void deploy() {
    Deployed deployed = Stacks.deployed();
    simulation = new Simulation(deployed, Cast.DEPLOYED);
    names = deployed.names();
  }

  static Stream<Arguments> steps() {
    List<RecoveryFunction> unplanned = new ArrayList<>(RecoveryFunction.steps());
    List<RecoveryFunction> planned = new ArrayList<>(RecoveryFunction.plannedSteps());
    unplanned.add(RecoveryFunction.MARKER);
    planned.add(RecoveryFunction.MARKER);
    return Stream.concat(
        unplanned.stream().map(step -> Arguments.of(false, step)),
        planned.stream().map(step -> Arguments.of(true, step)));
  }

  @ParameterizedTest(name = "planned {0}, after {1}")
  @MethodSource("steps")
  void anOperationThatDiesIsFinishedByTheNextOne(boolean planned, RecoveryFunction step) {
    endsAsUndisturbed(planned, Fault.ORCHESTRATOR_CRASH, "", step);
  }

  @ParameterizedTest(name = "planned {0}, {1}")
  @MethodSource("steps")
  void aStepThatIsDeliveredTwiceChangesNothing(boolean planned, RecoveryFunction step) {
    endsAsUndisturbed(planned, Fault.DELIVERED_TWICE, names.secondary(), step);
  }

  private static void endsAsUndisturbed(
      boolean planned, Fault fault, String region, RecoveryFunction step) {
    Result expected = UNDISTURBED.computeIfAbsent(planned, EveryStepIT::undisturbed);
    Incident incident =
        new Incident(fault, Duration.ZERO, Incident.FOR_EVER, region, step.word(), 1, "");

    Result result = simulation.play(scenario(planned, incident), true);

    assertThat(result.struck()).containsKey(new Result.Struck(fault, step.word()));
    assertThat(result.outcome())
        .as("%s", String.join("\n", result.history()))
        .isEqualTo(Outcome.RECOVERED);
    assertThat(result.end()).isEqualTo(expected.end());
  }

  private static Result undisturbed(boolean planned) {
    Result result = simulation.play(scenario(planned), false);
    assertThat(result.outcome()).isEqualTo(Outcome.RECOVERED);
    return result;
  }

  /** The active Region is lost, or people switch although nothing is wrong. */
  private static Scenario scenario(boolean planned, Incident... more) {
    List<Incident> incidents = new ArrayList<>(List.of(more));
    if (!planned) {
      incidents.add(
          new Incident(
              Fault.REGION_DEAD, Duration.ZERO, Incident.FOR_EVER, names.primary(), "", 1, ""));
    }
    return new Scenario(
        5,
        Duration.ofSeconds(7),
        Duration.ofSeconds(10),
        DataSize.SOME_GIB,
        planned,
        incidents,
        planned ? List.of(Duration.ofSeconds(20)) : List.of(),
        false,
        1,
        Duration.ofMinutes(2),
        java.util.Optional.empty(),
        Scenario.USERS_COME);
  }
}
