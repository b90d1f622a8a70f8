package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Set;

/** DB cluster parameter groups: settings for the clusters of one family of Aurora. */
final class ClusterParameterGroupBehavior implements Behavior {
  private static final Set<String> FAMILIES =
      Set.of(
          "aurora-mysql8.0",
          "aurora-postgresql14",
          "aurora-postgresql15",
          "aurora-postgresql16",
          "aurora-postgresql17");

  private final World world;

  ClusterParameterGroupBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource group) {
    String name = group.string("name").isEmpty() ? group.name() : group.string("name");
    if (!FAMILIES.contains(group.string("family"))) {
      throw RdsRefusal.value(
          "ParameterGroupFamily "
              + group.string("family")
              + " is not a valid parameter group family");
    }
    if (world.account().find(group.type(), group.region(), name).isPresent()) {
      throw RdsRefusal.of(
          "DBParameterGroupAlreadyExists", "Parameter group " + name + " already exists");
    }
    group.id(name);
    group.set("name", name);
    if (!group.has("parameters")) {
      group.set("parameters", List.of());
    }
    group.set(
        "arn",
        "arn:aws:rds:" + group.region() + ":" + world.account().id() + ":cluster-pg:" + name);
  }

  @Override
  public void delete(Resource group) {
    boolean used =
        world.account().list(Clusters.CLUSTER, group.region()).stream()
            .anyMatch(user -> user.string("dbClusterParameterGroupName").equals(group.id()));
    if (used) {
      throw RdsRefusal.of(
          "InvalidDBParameterGroupState",
          "One or more database clusters are still members of this parameter group "
              + group.id()
              + ", so the group cannot be deleted");
    }
  }
}
