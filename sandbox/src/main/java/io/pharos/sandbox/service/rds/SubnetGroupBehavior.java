package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DB subnet groups: subnets of one VPC that cover at least two zones. */
public final class SubnetGroupBehavior implements Behavior {
  private final World world;
  private final InstanceRules rules;

  public SubnetGroupBehavior(World world, Databases databases) {
    this.world = world;
    this.rules = new InstanceRules(world, databases);
  }

  @Override
  public void create(Resource group) {
    String name = group.string("name").isEmpty() ? group.name() : group.string("name");
    if (!name.equals(name.toLowerCase(java.util.Locale.ROOT)) || name.equals("default")) {
      throw RdsRefusal.value("DBSubnetGroupName must be in lower case and not 'default': " + name);
    }
    if (world.account().find(group.type(), group.region(), name).isPresent()) {
      throw RdsRefusal.of(
          "DBSubnetGroupAlreadyExists", "The DB subnet group '" + name + "' already exists.");
    }
    String vpcId = vpc(group);
    group.id(name);
    group.set("name", name);
    group.set("vpcId", vpcId);
    group.set("supportedNetworkTypes", List.of("IPV4"));
    group.set(
        "arn", "arn:aws:rds:" + group.region() + ":" + world.account().id() + ":subgrp:" + name);
  }

  @Override
  public void update(Resource group, Map<String, Object> before) {
    group.set("vpcId", vpc(group));
  }

  @Override
  public void delete(Resource group) {
    boolean used =
        Stream.of(Databases.INSTANCE, Clusters.CLUSTER)
            .flatMap(type -> world.account().list(type, group.region()).stream())
            .anyMatch(user -> user.string("dbSubnetGroupName").equals(group.id()));
    if (used) {
      throw RdsRefusal.of(
          "InvalidDBSubnetGroupStateFault",
          "Cannot delete the subnet group '"
              + group.id()
              + "' because at least one database instance: is still using it.");
    }
  }

  private String vpc(Resource group) {
    Set<String> vpcs =
        group.strings("subnetIds").stream()
            .map(id -> rules.subnet(group.region(), id).string("vpcId"))
            .collect(Collectors.toSet());
    if (vpcs.size() > 1) {
      throw RdsRefusal.of("InvalidSubnet", "The specified subnets are in several VPCs.");
    }
    int zones = rules.zones(group.region(), group.strings("subnetIds")).size();
    if (zones < 2) {
      throw RdsRefusal.tooFewZones(zones);
    }
    return vpcs.iterator().next();
  }
}
