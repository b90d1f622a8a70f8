package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LossBoundTest {
  private static final Instant FAULT = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void seconds_isTheLagThen_andAllThatWasWrittenUntilTheFault() {
    assertThat(new LossBound(FAULT, FAULT.minusSeconds(90), 2.5).seconds()).isEqualTo(92.5);
  }

  @Test
  void seconds_whenSampledAfterTheFault_countsWhatWasReplicatedSince() {
    assertThat(new LossBound(FAULT, FAULT.plusSeconds(30), 40).seconds()).isEqualTo(10);
    assertThat(new LossBound(FAULT, FAULT.plusSeconds(30), 5).seconds()).isZero();
  }

  @Test
  void known_whenTheSampleIsAtMostFiveMinutesOldAtTheFault() {
    assertThat(new LossBound(FAULT, FAULT.minusSeconds(300), 0).known()).isTrue();
    assertThat(new LossBound(FAULT, FAULT.minusSeconds(301), 0).known()).isFalse();
  }
}
