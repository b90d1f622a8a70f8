package io.pharos.recovery.contract;

import io.pharos.recovery.contract.Permission.Needs;
import java.util.ArrayList;
import java.util.List;

/** What each recovery function may do with an Aurora Global Database, where the database is one. */
final class ClusterPermissions {
  private static final String LOOK = "rds:DescribeDBClusters";
  private static final String REGROUP = "rds:ModifyDBCluster";
  private static final Permission LOOK_AT_GLOBAL =
      Permission.of(ResourceRef.GLOBAL_CLUSTER, "rds:DescribeGlobalClusters").when(Needs.CLUSTERS);

  private ClusterPermissions() {}

  static List<Permission> of(RecoveryFunction function) {
    return switch (function) {
      case GATE, DRAIN, RELEASE, RESEED, READY, PART -> at(ResourceRef.OWN_CLUSTER, LOOK);
      case BEACON, REOPEN -> at(ResourceRef.OWN_CLUSTER, LOOK, REGROUP);
      case FENCE -> at(ResourceRef.PEER_CLUSTER, LOOK, REGROUP);
      case PROMOTE -> {
        List<Permission> promote = new ArrayList<>(at(ResourceRef.OWN_CLUSTER, LOOK, REGROUP));
        // Of the global database and of the cluster that becomes its writer, both together.
        promote.add(
            Permission.of(
                    List.of(ResourceRef.GLOBAL_CLUSTER, ResourceRef.OWN_CLUSTER),
                    "rds:FailoverGlobalCluster",
                    "rds:SwitchoverGlobalCluster")
                .when(Needs.CLUSTERS));
        yield promote;
      }
      case MARKER,
              APPROVAL,
              LOCK,
              HOLD,
              RESTORE,
              NETWORK,
              CAPACITY,
              VERIFY,
              TAKEOVER,
              SOURCES,
              CONFIRM,
              RECORD,
              SETTLE,
              UPKEEP,
              SNAPSHOT,
              IMAGE,
              SYNC,
              PROOF,
              LOOK,
              REGISTRY ->
          List.of();
    };
  }

  private static List<Permission> at(ResourceRef cluster, String... actions) {
    return List.of(Permission.of(cluster, actions).when(Needs.CLUSTERS), LOOK_AT_GLOBAL);
  }
}
