package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Strategy;
import io.pharos.config.Via;
import io.pharos.recovery.contract.Position;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LowerBoundTest {
  private static final Combination PILOT_LIGHT =
      new Combination(Strategy.PILOT_LIGHT, ComputeKind.EC2, Engine.MYSQL);

  @Test
  void aPilotLightCanBeNoFasterThanItsPromotionBetweenDetectionAndDns() {
    LowerBound bound = LowerBound.unplanned(PILOT_LIGHT, Via.DNS);

    assertThat(bound.path()).containsExactly("detect", "promote", "verify", "takeover", "ttl");
    assertThat(bound.best().get("detect")).isGreaterThan(Duration.ofSeconds(60));
    assertThat(bound.typical().get("detect").minus(bound.best().get("detect")))
        .as("a fault waits half a minute for the next probe, in the median")
        .isGreaterThan(Duration.ofSeconds(30));
    assertThat(bound.best().get("promote")).isEqualTo(Duration.ofSeconds(180));
    assertThat(bound.typical().get("promote")).isEqualTo(Duration.ofSeconds(360));
    assertThat(bound.best().get("ttl")).isEqualTo(Duration.ofSeconds(60));
    assertThat(bound.rto())
        .isEqualTo(bound.best().values().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(bound.typicalRto());
  }

  @Test
  void throughAnAcceleratorNoNameHasToBeForgotten() {
    LowerBound names = LowerBound.unplanned(PILOT_LIGHT, Via.DNS);
    LowerBound led = LowerBound.unplanned(PILOT_LIGHT, Via.ACCELERATOR);

    assertThat(led.path()).containsExactly("detect", "promote", "verify", "takeover");
    assertThat(led.rto()).isLessThan(names.rto().minusSeconds(60));
    assertThat(LowerBound.planned(Position.PRIMARY, Engine.MYSQL, Via.ACCELERATOR).best())
        .isEqualTo(LowerBound.planned(Position.SECONDARY, Engine.MYSQL, Via.ACCELERATOR).best());
  }

  @Test
  void aPlannedSwitchIsNotDetected_andTheWayBackHasToClearBothSignals() {
    LowerBound there = LowerBound.planned(Position.SECONDARY, Engine.MYSQL, Via.DNS);
    LowerBound back = LowerBound.planned(Position.PRIMARY, Engine.MYSQL, Via.DNS);

    assertThat(there.path())
        .containsExactly("hold", "drain", "promote", "verify", "takeover", "ttl");
    assertThat(back.path()).isEqualTo(there.path());
    assertThat(back.best().get("takeover")).isGreaterThan(there.best().get("takeover"));
  }
}
