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
    // A cluster of Aurora is its own former writer; it is let out before its network is opened.
    int regrouped = environment.aurora() ? release(database) : 0;
    int quarantined =
        environment.aurora() ? 0 : quarantineFormerWriters(generations, database == null);
    NetworkFence fence =
        new NetworkFence(
            aws,
            environment.region(),
            environment.get(Variable.PHAROS_NETWORK_ACL),
            environment.list(Variable.PHAROS_APP_CIDRS),
            environment.number(Variable.PHAROS_DATABASE_PORT));
    int opened = fence.open(fence.entries());
    table.delete(Table.OWN_FENCE);
    if (database != null && database.replica()) {
      table.update(Table.REOPENED).set(SelfFence.DATABASE, database.identifier()).run();
    } else {
      table.delete(Table.REOPENED);
    }
    Outcome outcome =
        opened + quarantined + regrouped == 0
            ? Outcome.skipped(fence.networkAcl() + " was open already")
            : Outcome.succeeded(fence.networkAcl() + " opened: " + opened + " entries deleted");
    return outcome.with("deleted", opened).with("quarantined", quarantined);
  }

  private int release(Database cluster) {
    List<String> groups =
        DatabaseSpecification.read(new LocalParameters(aws, environment)).securityGroups();
    if (cluster.securityGroups().equals(groups)) {
      return 0;
    }
    AuroraCluster.regroup(aws, environment.region(), cluster.identifier(), groups);
    return 1;
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
