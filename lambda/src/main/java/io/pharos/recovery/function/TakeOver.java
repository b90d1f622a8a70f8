package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;

/**
 * Moves the traffic here: writes it down, then says it twice, through the metric and through the
 * load balancer, at once. From now on the beacon repeats it every minute.
 */
public final class TakeOver extends Step {
  public TakeOver() {
    this(LiveAws.create());
  }

  public TakeOver(Aws aws) {
    super(aws, RecoveryFunction.TAKEOVER);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Traffic traffic = new Traffic(aws, environment, table);
    boolean before = traffic.claimed();
    if (!before) {
      traffic.claim(operation);
    }
    traffic.answer(true);
    traffic.publish(true);
    // A judgement is for one promotion: the next one must be judged anew.
    table.delete(Table.JUDGEMENT);
    return before
        ? Outcome.skipped("this Region had taken over already")
        : Outcome.succeeded("this Region takes over");
  }
}
