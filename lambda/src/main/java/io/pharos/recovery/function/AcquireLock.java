package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Instant;

/**
 * First step: takes this Region's lock for the operation and opens the operation in the journal.
 * Refuses while another operation is at work.
 */
public final class AcquireLock extends Step {
  public AcquireLock() {
    this(LiveAws.create());
  }

  public AcquireLock(Aws aws) {
    super(aws, RecoveryFunction.LOCK);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Instant expires = new Lock(table, aws.clock()).acquire(operation.id());
    new Journal(table, aws.clock()).opened(operation);
    return Outcome.succeeded("held until " + expires).with("expires", expires);
  }
}
