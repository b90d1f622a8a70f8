package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import java.util.Optional;

/**
 * Lets this Region's application reach its database again, now that it is a replica, which takes no
 * writes. Before that, every former writer is put into quarantine; then exactly the entries go that
 * the fence made.
 */
public final class Reopen extends Step {
  public Reopen() {
    this(LiveAws.create());
  }

  public Reopen(Aws aws) {
    super(aws, RecoveryFunction.REOPEN);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Generations generations = new Generations(aws, environment, table);
    Database database = generations.none() ? null : Database.own(aws, environment);
    if (database != null && !database.replica() && !restored(operation, table, database)) {
      throw new Refused(
          ErrorCode.DATABASE_NOT_A_REPLICA,
          database.identifier()
              + " is no replica: opened to its application, it would take writes beside the peer's"
              + " writer. Nothing was opened");
    }
    OwnNetwork.Opened opened =
        new OwnNetwork(aws, environment, table).open(Optional.ofNullable(database));
    if (database != null && database.replica()) {
      table
          .update(Table.REOPENED)
          .set(SelfFence.DATABASE, database.identifier())
          .set(
              SelfFence.SERVED_BEFORE,
              new Traffic(aws, environment, table).operation().orElse("none"))
          .run();
    } else {
      table.delete(Table.REOPENED);
    }
    Outcome outcome =
        opened.changed()
            ? Outcome.succeeded(opened.toString())
            : Outcome.skipped(opened.networkAcl() + " was open already");
    return outcome.with("deleted", opened.deleted()).with("quarantined", opened.quarantined());
  }

  /**
   * What this operation has restored is the writer to be: it takes writes, and nobody else does.
   */
  private static boolean restored(Operation operation, Table table, Database database) {
    return operation.kind() == StateMachine.RESTORE
        && (Table.text(table.get(Table.JUDGEMENT), RestoreGate.TARGET)
                .equals(Optional.of(database.identifier()))
            || table.get(Table.OWN_FENCE).isEmpty());
  }
}
