package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CriticalPathTest {
  private static final Instant FAULT = Instant.parse("2026-01-01T00:00:00Z");

  private static StepRecord step(String name, int from, int to) {
    return new StepRecord(
        name,
        Optional.empty(),
        FAULT.plusSeconds(from),
        Optional.of(FAULT.plusSeconds(to)),
        "succeeded",
        1,
        "");
  }

  private static List<StepRecord> unplanned() {
    return List.of(
        step("lock", 100, 101),
        step("gate", 102, 103),
        step("fence", 104, 106),
        step("promote", 108, 400),
        step("capacity", 107, 109),
        step("marker", 401, 402),
        step("verify", 403, 404),
        step("takeover", 405, 406),
        step("confirm", 407, 420),
        step("record", 421, 422));
  }

  private static List<String> names(CriticalPath path) {
    return path.critical().stream().map(StepRecord::name).toList();
  }

  @Test
  void thePromotionDecidesWhenCapacityComesUpFaster() {
    CriticalPath path = new CriticalPath(unplanned(), FAULT, Optional.of(FAULT.plusSeconds(250)));

    assertThat(names(path))
        .containsExactly("lock", "gate", "fence", "promote", "marker", "verify", "takeover");
  }

  @Test
  void capacityDecidesWhenItComesUpAfterThePromotion() {
    List<StepRecord> steps =
        unplanned().stream()
            .map(
                step ->
                    switch (step.name()) {
                      case "marker" -> step("marker", 401, 498);
                      case "verify" -> step("verify", 403, 500);
                      case "takeover" -> step("takeover", 501, 502);
                      default -> step;
                    })
            .toList();

    CriticalPath path = new CriticalPath(steps, FAULT, Optional.of(FAULT.plusSeconds(497)));

    assertThat(names(path)).contains("capacity", "fence").doesNotContain("promote");
  }

  @Test
  void capacityDecidesAlsoWhenItComesUpBetweenTheLastMarkerAndTheLastLook() {
    List<StepRecord> steps =
        unplanned().stream()
            .map(
                step ->
                    switch (step.name()) {
                      case "marker" -> step("marker", 401, 494);
                      case "verify" -> step("verify", 403, 500);
                      case "takeover" -> step("takeover", 501, 502);
                      default -> step;
                    })
            .toList();

    CriticalPath path = new CriticalPath(steps, FAULT, Optional.of(FAULT.plusSeconds(497)));

    assertThat(names(path)).contains("capacity", "verify").doesNotContain("promote");
  }

  @Test
  void usersOfAPlannedSwitchWaitFromTheHoldOn() {
    List<StepRecord> steps =
        List.of(
            step("lock", 0, 1),
            step("gate", 2, 3),
            step("capacity", 4, 80),
            step("hold", 100, 101),
            step("drain", 102, 112),
            step("promote", 113, 400),
            step("marker", 401, 402),
            step("verify", 403, 404),
            step("takeover", 405, 406),
            step("confirm", 407, 420),
            step("fence", 421, 422));

    CriticalPath path = new CriticalPath(steps, FAULT.plusSeconds(100), Optional.empty());

    assertThat(names(path))
        .containsExactly("hold", "drain", "promote", "marker", "verify", "takeover");
    assertThat(path.sequential(Optional.of(Duration.ofSeconds(380))))
        .contains(Duration.ofSeconds(380 + 76));
  }

  @Test
  void stepsOneAfterAnotherTakeWhatRanBesideThePromotionOnTop() {
    CriticalPath path = new CriticalPath(unplanned(), FAULT, Optional.of(FAULT.plusSeconds(250)));

    assertThat(path.sequential(Optional.of(Duration.ofSeconds(460))))
        .contains(Duration.ofSeconds(460 + 250 - 108));
  }

  @Test
  void withoutATakeoverNothingDecided() {
    CriticalPath path = new CriticalPath(unplanned().subList(0, 5), FAULT, Optional.empty());

    assertThat(path.critical()).isEmpty();
    assertThat(path.sequential(Optional.empty())).isEmpty();
  }
}
