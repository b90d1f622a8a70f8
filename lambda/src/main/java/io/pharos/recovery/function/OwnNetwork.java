package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Lets this Region's application reach its database again after a fence. A cluster of Aurora is its
 * own former writer, and is let out of quarantine first; every former writer of RDS is put into it.
 * Then exactly the entries go that the fence made.
 */
record OwnNetwork(Aws aws, Environment environment, Table table) {
  /** Serves nobody, and RDS changes nothing of it: what a restore from a corrupt backup leaves. */
  private static final Set<String> NEVER_AGAIN =
      Set.of("deleting", "failed", "incompatible-restore", "restore-error");

  /**
   * Looks, and opens what is closed.
   *
   * @param deleted how many entries of the network ACL went
   * @param released how many clusters were let out of quarantine
   * @param quarantined how many former writers were put into it
   */
  record Opened(String networkAcl, int deleted, int released, int quarantined) {
    /** Whether anything had to be done. */
    boolean changed() {
      return deleted + released + quarantined > 0;
    }

    @Override
    public String toString() {
      return networkAcl + " opened: " + deleted + " entries deleted";
    }
  }

  /**
   * Opens it; nobody may write beside another writer then, which is for the caller to know.
   *
   * @param database empty where the Region has none, and so every instance is a former writer
   */
  Opened open(Optional<Database> database) {
    int released = 0;
    int quarantined = 0;
    if (environment.aurora()) {
      released = database.map(this::release).orElse(0);
    } else {
      quarantined = quarantineFormerWriters(database.isEmpty());
    }
    NetworkFence fence = FullFence.ownNetwork(aws, environment);
    int deleted = fence.open(fence.entries());
    table.delete(Table.OWN_FENCE);
    return new Opened(fence.networkAcl(), deleted, released, quarantined);
  }

  private int quarantineFormerWriters(boolean all) {
    Generations generations = new Generations(aws, environment, table);
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

  private int release(Database cluster) {
    List<String> groups =
        DatabaseSpecification.read(new LocalParameters(aws, environment)).securityGroups();
    if (cluster.securityGroups().equals(groups)) {
      return 0;
    }
    AuroraCluster.regroup(aws, environment.region(), cluster.identifier(), groups);
    return 1;
  }
}
