package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** How runs go on after the application has moved: back again, or into the next disaster. */
class SequelIT {
  /** The half-hourly look at readiness must not fall between the failback's parts. */
  private static final Duration CALM = Duration.ofMinutes(11);

  private static Deployed deployed;
  private static Deployed.Names names;
  private static Result back;

  @BeforeAll
  static void deploy() {
    deployed = Stacks.deployed();
    names = deployed.names();
    back = play(Cast.DEPLOYED, failback());
  }

  @Test
  void aFailbackLeavesTheApplicationInThePrimaryRegion() {
    assertThat(back.outcome()).as(story(back)).isEqualTo(Outcome.RECOVERED);
    assertThat(back.wentOn()).isTrue();
    assertThat(back.end())
        .anyMatch(line -> line.startsWith("shop-prod-primary-2 is available, a writer"))
        .anyMatch(line -> line.startsWith("shop-prod-secondary-2 is available, a replica"));
  }

  static Stream<Arguments> ownSteps() {
    return Sequel.STEPS.stream()
        .flatMap(
            step ->
                Stream.of(
                    Arguments.of(Fault.ORCHESTRATOR_CRASH, step),
                    Arguments.of(Fault.DELIVERED_TWICE, step)));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("ownSteps")
  void aFailbackThatDiesOrRunsAStepTwiceEndsAsAnUndisturbedOne(Fault fault, RecoveryFunction step) {
    String region = fault == Fault.DELIVERED_TWICE ? names.primary() : "";

    Result result = play(Cast.DEPLOYED, failback(always(fault, region, step.word())));

    assertThat(result.later()).containsKey(new Result.Struck(fault, step.word()));
    assertThat(result.outcome()).as(story(result)).isEqualTo(Outcome.RECOVERED);
    assertThat(result.end()).isEqualTo(back.end());
  }

  @Test
  void aFailbackThatStopsTellsPeople_howeverLongTheTableDoesNotAnswer() {
    Incident down =
        new Incident(
            Fault.SERVICE_DOWN,
            Duration.ZERO,
            Duration.ofMinutes(5),
            names.primary(),
            "dynamodb",
            1,
            RecoveryFunction.LOCK.word());

    Result result = play(Cast.DEPLOYED, failback(down));

    assertThat(result.violations()).as(story(result)).isEmpty();
  }

  @Test
  void whenWritesAreNotHeld_aFailbackLosesSome() {
    String fine = "{\"outcome\":\"succeeded\",\"detail\":\"no guard\"}";
    Cast careless =
        new Cast(
            Map.of(RecoveryFunction.HOLD, says(fine), RecoveryFunction.DRAIN, says(fine)),
            account -> {});

    Incident lags =
        new Incident(
            Fault.LAG_TOO_LARGE,
            Duration.ZERO,
            Duration.ofMinutes(15),
            names.primary(),
            "",
            1,
            RecoveryFunction.HOLD.word());

    Result result = play(careless, failback(lags));

    assertThat(result.violations()).as(story(result)).extracting(Violation::invariant).contains(2);
    assertThat(play(Cast.DEPLOYED, failback(lags)).violations()).isEmpty();
  }

  @Test
  void aSecondDisasterIsSurvived_whereTheFirstRegionStandsByAgain() {
    Result result = play(Cast.DEPLOYED, secondDisaster(Sequel.Former.RESEEDED));

    assertThat(result.outcome()).as(story(result)).isEqualTo(Outcome.RECOVERED);
    assertThat(result.end())
        .anyMatch(line -> line.startsWith("shop-prod-primary-2 is available, a writer"));
  }

  @Test
  void aSecondDisasterIsSurvived_alsoWhereMakingTheStandbyDied() {
    Incident dies = always(Fault.ORCHESTRATOR_CRASH, "", RecoveryFunction.RESEED.word());

    Result result = play(Cast.DEPLOYED, secondDisaster(Sequel.Former.RESEEDED, dies));

    assertThat(result.later())
        .containsKey(new Result.Struck(Fault.ORCHESTRATOR_CRASH, RecoveryFunction.RESEED.word()));
    assertThat(result.outcome()).as(story(result)).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void aSecondDisasterIsStoppedSafely_whereThereIsNoStandby() {
    for (Sequel.Former former : List.of(Sequel.Former.BACK, Sequel.Former.BACK_AFTERWARDS)) {
      Result result = play(Cast.DEPLOYED, secondDisaster(former));

      assertThat(result.outcome()).as(story(result)).isEqualTo(Outcome.STOPPED_SAFELY);
    }
  }

  @Test
  void aStepThatNeedsTheRegionThatIsLeftIsFound() {
    Function<Aws, RequestStreamHandler> curious =
        aws ->
            (input, output, context) -> {
              aws.client(Ec2Client.class, names.primary());
              output.write("{\"outcome\":\"succeeded\"}".getBytes(StandardCharsets.UTF_8));
            };

    Result result = play(Cast.with(RecoveryFunction.VERIFY, curious), scenario(Optional.empty()));

    assertThat(result.violations()).extracting(Violation::invariant).contains(6);
  }

  private static Function<Aws, RequestStreamHandler> says(String answer) {
    return aws -> (input, output, context) -> output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static String story(Result result) {
    return String.join("\n", result.history()).replace("%", "%%");
  }

  private static Result play(Cast cast, Scenario scenario) {
    return new Simulation(deployed, cast).play(scenario, true);
  }

  private static Incident always(Fault fault, String region, String what) {
    return new Incident(fault, Duration.ZERO, Incident.FOR_EVER, region, what, 1, "");
  }

  private static Scenario failback(Incident... incidents) {
    return scenario(
        Optional.of(
            new Sequel(
                Sequel.Kind.FAILBACK, Sequel.Former.BACK, CALM, List.of(incidents), List.of())));
  }

  private static Scenario secondDisaster(Sequel.Former former, Incident... reseeding) {
    return scenario(
        Optional.of(
            new Sequel(
                Sequel.Kind.SECOND_DISASTER,
                former,
                CALM,
                List.of(always(Fault.REGION_DEAD, names.secondary(), "")),
                List.of(reseeding))));
  }

  /** The active Region is lost, and what comes next. */
  private static Scenario scenario(Optional<Sequel> sequel) {
    return new Scenario(
        5,
        Duration.ofSeconds(7),
        Duration.ofSeconds(10),
        DataSize.SOME_GIB,
        false,
        List.of(always(Fault.REGION_DEAD, names.primary(), "")),
        List.of(),
        false,
        2,
        Duration.ofMinutes(2),
        sequel,
        Scenario.USERS_COME);
  }
}
