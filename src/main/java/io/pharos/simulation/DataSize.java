package io.pharos.simulation;

import io.pharos.sandbox.core.Latency;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** How much the databases of a run hold: what has to be copied takes its time by it. */
public enum DataSize {
  /** A tenth of the time that {@code latency.json} gives. */
  SOME_GIB(0.1, Duration.ofMinutes(25), Duration.ofSeconds(110)),

  /** What the figures of {@code latency.json} are for. */
  TENS_OF_GIB(1, Duration.ofMinutes(90), Duration.ofSeconds(290));

  private static final List<String> GROWS_WITH_DATA =
      List.of(
          "rds.promote",
          "rds.restore",
          "rds.createReplica",
          "rds.snapshot",
          "rds.copySnapshot",
          "rds.backupReplication");

  private final double factor;
  private final Duration longAway;
  private final Duration logArrived;

  DataSize(double factor, Duration longAway, Duration logArrived) {
    this.factor = factor;
    this.longAway = longAway;
    this.logArrived = logArrived;
  }

  /** One run in 48 has much: it takes hours, in which not more happens than in the others. */
  static DataSize of(SplittableRandom random) {
    return random.nextInt(48) == 0 ? TENS_OF_GIB : SOME_GIB;
  }

  void applyTo(Latency latency) {
    GROWS_WITH_DATA.forEach(figure -> latency.scale(figure, factor));
  }

  /** A Region that is away for so long comes back after most restores. */
  Duration longAway() {
    return longAway;
  }

  /**
   * So much longer a run lasts before the disaster: the first upload of the log, after five
   * minutes, has arrived by then.
   */
  Duration logArrived() {
    return logArrived;
  }
}
