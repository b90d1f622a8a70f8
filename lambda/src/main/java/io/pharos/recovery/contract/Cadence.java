package io.pharos.recovery.contract;

import java.time.Duration;

/**
 * The periods that decide how fast a recovery can be at best. Each is used by what is deployed or
 * runs, and by the reports' lower bound, so that the two cannot drift apart.
 */
public final class Cadence {
  /** Between two probes of the peer. */
  public static final Duration PROBE = Duration.ofSeconds(60);

  /** Probes in a row that must fail before the peer counts as unreachable. */
  public static final int PROBES = 2;

  /**
   * For how long probes must have failed: more than one probe takes with its timeouts, and less
   * than passes until the next one, which may come a little early.
   */
  public static final Duration UNREACHABLE = Duration.ofSeconds(45);

  /** Of the alarm on the probes; CloudWatch offers nothing shorter. */
  public static final Duration PROBE_ALARM = Duration.ofSeconds(10);

  /** Of the alarm on replication, whose metric RDS publishes as often. */
  public static final Duration REPLICATION_ALARM = Duration.ofSeconds(60);

  /** Between two questions of the health check that asks the load balancer who has the traffic. */
  public static final Duration TAKEOVER_CHECK = Duration.ofSeconds(10);

  /** Answers in a row that move the traffic. */
  public static final int TAKEOVER_CHECKS = 2;

  /** Of the alarm behind the lasting signal. */
  public static final Duration TRAFFIC_PERIOD = Duration.ofSeconds(60);

  /** Between two health checks of a target. */
  public static final Duration TARGET_CHECK = Duration.ofSeconds(5);

  /** Good answers in a row that make a target healthy. */
  public static final int TARGET_CHECKS = 2;

  /**
   * By how much a marker's row must be younger than the hold: for the clocks of two Regions, and
   * for commits that were on their way when the hold began.
   */
  public static final Duration DRAIN_MARGIN = Duration.ofSeconds(5);

  /**
   * After this long, a promotion that was asked for and whose answer was lost has begun to show.
   */
  public static final Duration PROMOTION_IN_DOUBT = Duration.ofMinutes(2);

  /** A planned operation goes by what beacon and marker saw no longer ago: three rounds. */
  public static final Duration PLANNED_FRESH = Duration.ofMinutes(3);

  /**
   * By how much a replica may lag for a planned operation: the row before the newest one is a
   * minute old at most, and has arrived within a minute.
   */
  public static final Duration PLANNED_LAG_LIMIT = Duration.ofMinutes(2);

  /** A planned operation goes by a look at what it needs no longer ago: two rounds. */
  public static final Duration READINESS_VALID = Duration.ofMinutes(65);

  private Cadence() {}

  /** In the unit in which AWS wants it. */
  public static int seconds(Duration period) {
    return Math.toIntExact(period.toSeconds());
  }
}
