package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Set;

/** DB parameter groups: settings for the instances of one engine family. */
public final class ParameterGroupBehavior implements Behavior {
  private static final Set<String> FAMILIES =
      Set.of(
          "mysql8.0",
          "mysql8.4",
          "mariadb10.11",
          "mariadb11.4",
          "postgres14",
          "postgres15",
          "postgres16",
          "postgres17");

  private final World world;

  public ParameterGroupBehavior(World world) {
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
    group.set("arn", "arn:aws:rds:" + group.region() + ":" + world.account().id() + ":pg:" + name);
  }

  @Override
  public void delete(Resource group) {
    boolean used =
        world
            .account()
            .first(
                Databases.INSTANCE,
                group.region(),
                instance -> instance.string("parameterGroupName").equals(group.id()))
            .isPresent();
    if (used) {
      throw RdsRefusal.of(
          "InvalidDBParameterGroupState",
          "One or more database instances are still members of this parameter group "
              + group.id()
              + ", so the group cannot be deleted");
    }
  }
}
