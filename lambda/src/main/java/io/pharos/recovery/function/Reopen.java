package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Variable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Lets this Region's application reach its database again, now that it is a replica, which takes no
 * writes. Before that, every former writer is put into quarantine; then exactly the entries go that
 * the fence made.
 */
public final class Reopen extends Step {
  /** Serves nobody, and RDS changes nothing of it: what a restore from a corrupt backup leaves. */
  private static final Set<String> NEVER_AGAIN =
      Set.of("deleting", "failed", "incompatible-restore", "restore-error");

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
    // A cluster of Aurora is its own former writer.
    int quarantined =
        environment.aurora() ? 0 : quarantineFormerWriters(generations, database == null);
    OwnNetwork.Opened opened = new OwnNetwork(aws, environment, table).open(database);
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
        opened.deleted() + quarantined + opened.released() == 0
            ? Outcome.skipped(opened.networkAcl() + " was open already")
            : Outcome.succeeded(
                opened.networkAcl() + " opened: " + opened.deleted() + " entries deleted");
    return outcome.with("deleted", opened.deleted()).with("quarantined", quarantined);
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

  private int quarantineFormerWriters(Generations generations, boolean all) {
    String group = environment.get(Variable.PHAROS_QUARANTINE_GROUP);
    int quarantined = 0;
    int end = generations.newest() + (all ? 1 : 0);
    for (int number = 1; number < end; number++) {
      Optional<DBInstance> former = generations.find(number);
      if (former.isPresent()
          && !NEVER_AGAIN.contains(former.get().dbInstanceStatus())
          && !groups(former.get()).equals(List.of(group))) {
        String identifier = former.get().dbInstanceIdentifier();
        aws.client(RdsClient.class, environment.region())
            .modifyDBInstance(
                modify ->
                    modify
                        .dbInstanceIdentifier(identifier)
                        .vpcSecurityGroupIds(group)
                        .applyImmediately(true));
        quarantined++;
      }
    }
    return quarantined;
  }

  static List<String> groups(DBInstance instance) {
    return instance.vpcSecurityGroups().stream().map(group -> group.vpcSecurityGroupId()).toList();
  }
}
