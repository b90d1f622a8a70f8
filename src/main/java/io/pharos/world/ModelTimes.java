package io.pharos.world;

import io.pharos.sandbox.core.Latency;
import java.time.Duration;

/**
 * How long things take on AWS as the model has it: {@code latency.json}, where every figure has its
 * source. Nothing of it is measured in the run that is reported.
 */
public final class ModelTimes {
  private final Latency latency = new Latency(0);
  private final boolean best;

  private ModelTimes(boolean best) {
    this.best = best;
  }

  /** What no run undercuts. */
  public static ModelTimes best() {
    return new ModelTimes(true);
  }

  /** What every second run undercuts. */
  public static ModelTimes typical() {
    return new ModelTimes(false);
  }

  /**
   * A time.
   *
   * @param what a key of latency.json
   */
  public Duration of(String what) {
    return best ? latency.low(what) : latency.median(what);
  }
}
