package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.util.List;

/**
 * Lets this Region's application reach its database again after a fence: a cluster of Aurora is let
 * out of quarantine first, then exactly the entries go that the fence made.
 */
record OwnNetwork(Aws aws, Environment environment, Table table) {

  /**
   * Looks, and opens what is closed.
   *
   * @param deleted how many entries of the network ACL went
   * @param released how many clusters were let out of quarantine
   */
  record Opened(String networkAcl, int deleted, int released) {}

  /** Opens it; nobody may write beside another writer then, which is for the caller to know. */
  Opened open(Database database) {
    int released = environment.aurora() ? release(database) : 0;
    NetworkFence fence =
        new NetworkFence(
            aws,
            environment.region(),
            environment.get(Variable.PHAROS_NETWORK_ACL),
            environment.list(Variable.PHAROS_APP_CIDRS),
            environment.number(Variable.PHAROS_DATABASE_PORT));
    int deleted = fence.open(fence.entries());
    table.delete(Table.OWN_FENCE);
    return new Opened(fence.networkAcl(), deleted, released);
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
