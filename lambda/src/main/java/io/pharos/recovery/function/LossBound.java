package io.pharos.recovery.function;

import java.time.Duration;
import java.time.Instant;

/**
 * How much may be lost when a replica becomes the writer: what the source had written, and the
 * replica did not have, at the moment of the fault. The replica had everything that was older than
 * {@code sampled - lag}, so nothing lost is older, at the fault, than {@code lag + (fault -
 * sampled)}. The lag after the fault says nothing: the source is gone.
 *
 * @param sampled when the lag was measured, while the source answered
 */
public record LossBound(Instant fault, Instant sampled, double lagSeconds) {
  /** An older sample says too little about the fault. */
  static final Duration SAMPLE_AGE_LIMIT = Duration.ofMinutes(5);

  /** Whether the sample is young enough, at the fault, to judge by. */
  public boolean known() {
    return sampleAge().compareTo(SAMPLE_AGE_LIMIT) <= 0;
  }

  Duration sampleAge() {
    return Duration.between(sampled, fault);
  }

  public double seconds() {
    return Math.max(0, lagSeconds + Figures.seconds(sampleAge()));
  }
}
