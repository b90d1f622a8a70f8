package io.pharos.recovery.function;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a claim of the traffic ends when both Regions live again: first the secondary, which was
 * reclaimed from while it was lost, gives up its own, then the primary. In this order, and with
 * time between, no health check ever sees a moment in which the secondary alone claims it.
 */
final class Claim {
  /** Longer than Route 53 and the metric's periods need to see that the secondary's is gone. */
  static final Duration SEEN = Duration.ofMinutes(5);

  private static final String PEER_QUIET = "peerQuietSince";

  private final Table table;
  private final Traffic traffic;
  private final Instant now;
  private boolean givenUp;

  /**
   * @param traffic of this Region, which claims it
   */
  Claim(Table table, Traffic traffic, Instant now) {
    this.table = table;
    this.traffic = traffic;
    this.now = now;
  }

  /** Looks whether the claim has done its work; the peer was reached just now. */
  void giveUpWhenDone(boolean peerClaims) {
    switch (traffic.position()) {
      case SECONDARY -> {
        if (peerClaims) {
          giveUp();
        }
      }
      case PRIMARY -> {
        if (peerClaims) {
          table.update(Table.TRAFFIC).remove(PEER_QUIET).run();
        } else {
          waitForQuiet();
        }
      }
    }
  }

  boolean givenUp() {
    return givenUp;
  }

  private void waitForQuiet() {
    Optional<Instant> since = Table.instant(table.get(Table.TRAFFIC), PEER_QUIET);
    if (since.isEmpty()) {
      table.update(Table.TRAFFIC).set(PEER_QUIET, now).run();
    } else if (!now.isBefore(since.get().plus(SEEN))) {
      table.update(Table.TRAFFIC).remove(PEER_QUIET).run();
      giveUp();
    }
  }

  private void giveUp() {
    traffic.release();
    givenUp = true;
  }
}
