package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;

/**
 * Switches the application's event sources of this Region on, once it has the traffic. What cannot
 * be switched stays pending: users are served all the same, and the beacon goes on trying.
 */
public final class SwitchSources extends Step {
  public SwitchSources() {
    this(LiveAws.create());
  }

  public SwitchSources(Aws aws) {
    super(aws, RecoveryFunction.SOURCES);
  }

  @Override
  Outcome act(Operation operation) {
    EventSources sources = EventSources.own(aws, environment);
    if (sources.none()) {
      return Outcome.skipped("no event sources are named");
    }
    SourceSwitch on = sources.on();
    if (on.worthTryingAgain()) {
      throw new Unavailable(ErrorCode.UNAVAILABLE, on.detail());
    }
    if (!on.complete()) {
      return Outcome.pending(on.detail() + ". The beacon tries again every minute");
    }
    return on.changed() ? Outcome.succeeded(on.detail()) : Outcome.skipped(on.detail());
  }
}
