package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.Optional;

/**
 * Opens the way out of the private subnets for a Region that is activated and stood by without it.
 * The marker, which needs it, is called from then on. Called until it no longer answers "waiting".
 */
public final class OpenNetwork extends Step {
  public OpenNetwork() {
    this(LiveAws.create());
  }

  public OpenNetwork(Aws aws) {
    super(aws, RecoveryFunction.NETWORK);
  }

  @Override
  Outcome act(Operation operation) {
    WayOut way = new WayOut(aws, environment);
    if (way.permanent()) {
      return Outcome.skipped("the NAT gateways of this Region are always there");
    }
    Optional<String> next = way.open();
    return next.map(Outcome::waiting)
        .orElseGet(() -> Outcome.succeeded("the private subnets lead out"));
  }
}
