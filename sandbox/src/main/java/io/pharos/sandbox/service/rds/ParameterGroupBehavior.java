package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Set;

/** Parameter groups: settings for the instances of one engine family, or for its clusters. */
final class ParameterGroupBehavior implements Behavior {
  private static final Set<String> OF_INSTANCES =
      Set.of(
          "mysql8.0",
          "mysql8.4",
          "mariadb10.11",
          "mariadb11.4",
          "postgres14",
          "postgres15",
          "postgres16",
          "postgres17");
  private static final Set<String> OF_CLUSTERS =
      Set.of(
          "aurora-mysql8.0",
          "aurora-postgresql14",
          "aurora-postgresql15",
          "aurora-postgresql16",
          "aurora-postgresql17");

  private final World world;
  private final Set<String> families;
  private final String inArn;
  private final Users users;

  /**
   * Who keeps a group from being deleted.
   *
   * @param type the resources' type
   * @param attribute of theirs that names the group
   * @param word what RDS calls them
   */
  private record Users(String type, String attribute, String word) {}

  private ParameterGroupBehavior(World world, Set<String> families, String inArn, Users users) {
    this.world = world;
    this.families = families;
    this.inArn = inArn;
    this.users = users;
  }

  static ParameterGroupBehavior ofInstances(World world) {
    return new ParameterGroupBehavior(
        world,
        OF_INSTANCES,
        "pg",
        new Users(Databases.INSTANCE, "parameterGroupName", "database instances"));
  }

  static ParameterGroupBehavior ofClusters(World world) {
    return new ParameterGroupBehavior(
        world,
        OF_CLUSTERS,
        "cluster-pg",
        new Users(Clusters.CLUSTER, "dbClusterParameterGroupName", "database clusters"));
  }

  @Override
  public void create(Resource group) {
    String name = group.string("name").isEmpty() ? group.name() : group.string("name");
    if (!families.contains(group.string("family"))) {
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
        "arn", String.join(":", "arn:aws:rds", group.region(), world.account().id(), inArn, name));
  }

  @Override
  public void delete(Resource group) {
    boolean used =
        world
            .account()
            .first(
                users.type(),
                group.region(),
                user -> user.string(users.attribute()).equals(group.id()))
            .isPresent();
    if (used) {
      throw RdsRefusal.of(
          "InvalidDBParameterGroupState",
          "One or more "
              + users.word()
              + " are still members of this parameter group "
              + group.id()
              + ", so the group cannot be deleted");
    }
  }
}
