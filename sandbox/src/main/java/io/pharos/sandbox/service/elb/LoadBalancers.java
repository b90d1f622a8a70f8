package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;
import static io.pharos.sandbox.service.elb.Balancing.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ec2.Inventory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Application load balancers. */
final class LoadBalancers implements Behavior {
  private final Balancing balancing;
  private final Inventory network;

  LoadBalancers(Balancing balancing, Inventory network) {
    this.balancing = balancing;
    this.network = network;
  }

  @Override
  public void create(Resource balancer) {
    if (!List.of("", "application").contains(balancer.string("loadBalancerType"))) {
      throw new UnsupportedOperationException(
          "the sandbox knows application load balancers only: " + balancer);
    }
    checkName(balancer);
    if (!balancer.has("subnets")) {
      balancer.set(
          "subnets",
          balancer.maps("subnetMappings").stream().map(each -> each.get("subnetId")).toList());
    }
    Resource vpc = checkSubnets(balancer);
    settle(balancer, "internal", false);
    checkWayIn(balancer, vpc);
    if (balancer.list("securityGroups").isEmpty()) {
      balancer.set("securityGroups", List.of(vpc.string("defaultSecurityGroupId")));
    }
    checkGroups(balancer, vpc.id());
    String name = balancer.string("name");
    String prefix = balancing.arnPrefix(balancer.region()) + "loadbalancer/";
    String suffix = "app/" + name + "/";
    suffix += balancing.freshHash(balancer, prefix + suffix);
    Balancing.identify(balancer, prefix + suffix);
    balancer.set("arnSuffix", suffix);
    balancer.set("vpcId", vpc.id());
    balancer.set("zoneId", HostedZones.of(balancer.region()));
    balancer.set(
        "dnsName",
        (balancer.flag("internal") ? "internal-" : "")
            + name
            + "-"
            + Math.floorMod(Ids.number(balancer.id()), 10_000_000_000L)
            + "."
            + balancer.region()
            + ".elb.amazonaws.com");
    defaults(balancer);
  }

  private static void defaults(Resource balancer) {
    settle(balancer, "loadBalancerType", "application");
    settle(balancer, "ipAddressType", "ipv4");
    settle(balancer, "enableDeletionProtection", false);
    settle(balancer, "enableHttp2", true);
    settle(balancer, "idleTimeout", 60);
    settle(balancer, "clientKeepAlive", 3600);
    settle(balancer, "desyncMitigationMode", "defensive");
    settle(balancer, "xffHeaderProcessingMode", "append");
    if (!balancer.has("subnetMappings")) {
      balancer.set(
          "subnetMappings",
          balancer.strings("subnets").stream()
              .map(subnet -> Map.<String, Object>of("subnetId", subnet))
              .toList());
    }
  }

  @Override
  public void update(Resource balancer, Map<String, Object> before) {
    Resource vpc = checkSubnets(balancer);
    checkGroups(balancer, vpc.id());
    Balancing.tagged(balancer);
  }

  @Override
  public void delete(Resource balancer) {
    if (balancer.flag("enableDeletionProtection")) {
      throw refusal(
          "OperationNotPermitted",
          "Load balancer '"
              + balancer.id()
              + "' cannot be deleted because deletion protection is enabled");
    }
    for (Resource listener : balancing.listeners(balancer)) {
      balancing.rules(listener).forEach(balancing.account()::remove);
      balancing.account().remove(listener);
    }
  }

  private void checkName(Resource balancer) {
    String name = balancer.string("name");
    if (name.isEmpty()
        || name.length() > 32
        || !name.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
        || name.startsWith("internal-")) {
      throw refusal(
          "ValidationError",
          "The load balancer name '"
              + name
              + "' must have 1 to 32 alphanumeric characters or hyphens, must not begin or end with"
              + " a hyphen, and must not begin with 'internal-'");
    }
    balancing
        .account()
        .first(
            ElbTypes.LOAD_BALANCER, balancer.region(), other -> other.string("name").equals(name))
        .ifPresent(
            other -> {
              throw refusal(
                  "DuplicateLoadBalancerName",
                  "A load balancer with the same name '"
                      + name
                      + "' exists, but with different settings");
            });
  }

  private Resource checkSubnets(Resource balancer) {
    List<Resource> subnets = new ArrayList<>();
    for (String id : balancer.strings("subnets")) {
      subnets.add(
          network
              .find(Ec2Types.SUBNET, balancer.region(), id)
              .orElseThrow(
                  () -> refusal("SubnetNotFound", "The subnet ID '" + id + "' does not exist")));
    }
    Set<String> zones = new HashSet<>();
    subnets.forEach(subnet -> zones.add(subnet.string("availabilityZone")));
    if (zones.size() < 2) {
      throw refusal(
          "ValidationError",
          "At least two subnets in two different Availability Zones must be specified");
    }
    if (zones.size() < subnets.size()) {
      throw refusal(
          "InvalidConfigurationRequest",
          "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
    }
    String vpc = subnets.get(0).string("vpcId");
    if (!subnets.stream().allMatch(subnet -> subnet.string("vpcId").equals(vpc))) {
      throw refusal("InvalidConfigurationRequest", "All subnets must belong to the same VPC");
    }
    return network.vpc(balancer.region(), vpc);
  }

  private void checkWayIn(Resource balancer, Resource vpc) {
    boolean attached =
        balancing
            .account()
            .first(
                Ec2Types.INTERNET_GATEWAY,
                balancer.region(),
                gateway -> gateway.string("vpcId").equals(vpc.id()))
            .isPresent();
    if (!balancer.flag("internal") && !attached) {
      throw refusal("InvalidSubnet", "VPC " + vpc.id() + " has no internet gateway");
    }
  }

  /** That the groups of a load balancer are there, and of its network. */
  void checkGroups(Resource balancer) {
    checkGroups(balancer, balancer.string("vpcId"));
  }

  private void checkGroups(Resource balancer, String vpcId) {
    for (String id : balancer.strings("securityGroups")) {
      Resource group =
          network
              .find(Ec2Types.SECURITY_GROUP, balancer.region(), id)
              .orElseThrow(
                  () ->
                      refusal(
                          "InvalidSecurityGroup", "Security group '" + id + "' does not exist"));
      if (!group.string("vpcId").equals(vpcId)) {
        throw refusal(
            "InvalidConfigurationRequest",
            "Security group '" + id + "' does not belong to VPC '" + vpcId + "'");
      }
    }
  }
}
