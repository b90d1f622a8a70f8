package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.TakeoverAnswer.Says;

/**
 * Which Region the users are sent to, as far as this one can tell: the secondary Region serves when
 * it has taken over and the primary has not reclaimed it, the primary in every other case.
 */
record Serving(Aws aws, Environment environment, Table table) {

  /** Whether it is this Region. A peer that does not answer claims nothing. */
  boolean here() {
    boolean claimed = new Traffic(aws, environment, table).claimed();
    return switch (environment.position()) {
      case PRIMARY -> claimed || !peerClaims();
      case SECONDARY -> claimed && !peerClaims();
    };
  }

  /** Whether an operation gave this Region the traffic with this database, and it has it still. */
  boolean took(String database) {
    Traffic traffic = new Traffic(aws, environment, table);
    return (traffic.claimed() || traffic.served(database)) && here();
  }

  private boolean peerClaims() {
    return new PeerProbe(aws, environment, table).says() == Says.CLAIMS;
  }
}
