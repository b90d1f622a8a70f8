package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;
import static io.pharos.sandbox.service.ec2.Inventory.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * VPCs and their subnets. A VPC comes with a default ACL that allows everything, a default security
 * group and a main route table; they go with it.
 */
final class Vpcs {
  private final Inventory inventory;

  Vpcs(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior vpc() {
    return new Behavior() {
      @Override
      public void create(Resource vpc) {
        Cidr cidr = cidr(vpc.string("cidrBlock"), "InvalidVpc.Range");
        inventory.identify(vpc, inventory.freshId("vpc-", vpc), "vpc");
        vpc.set("cidrBlock", cidr.toString());
        settle(vpc, "enableDnsSupport", true);
        settle(vpc, "enableDnsHostnames", false);
        settle(vpc, "enableNetworkAddressUsageMetrics", false);
        settle(vpc, "instanceTenancy", "default");
        vpc.set("dhcpOptionsId", "dopt-" + vpc.id().substring(4));
        vpc.set("defaultNetworkAclId", defaultAcl(vpc));
        vpc.set("defaultSecurityGroupId", defaultGroup(vpc));
        String main = mainTable(vpc);
        vpc.set("mainRouteTableId", main);
        vpc.set("defaultRouteTableId", main);
      }

      @Override
      public void update(Resource vpc, Map<String, Object> before) {
        Inventory.tagged(vpc);
      }

      @Override
      public void delete(Resource vpc) {
        List<String> own =
            List.of(
                vpc.string("defaultNetworkAclId"),
                vpc.string("defaultSecurityGroupId"),
                vpc.string("mainRouteTableId"));
        boolean inUse =
            Stream.of(
                    Ec2Types.SUBNET,
                    Ec2Types.INTERNET_GATEWAY,
                    Ec2Types.SECURITY_GROUP,
                    Ec2Types.NETWORK_ACL,
                    Ec2Types.ROUTE_TABLE,
                    Ec2Types.VPC_ENDPOINT)
                .flatMap(type -> inventory.account().list(type, vpc.region()).stream())
                .anyMatch(
                    resource ->
                        resource.string("vpcId").equals(vpc.id()) && !own.contains(resource.id()));
        if (inUse) {
          throw refusal(
              "DependencyViolation",
              "The vpc '" + vpc.id() + "' has dependencies and cannot be deleted.");
        }
        Stream.of(Ec2Types.NETWORK_ACL, Ec2Types.SECURITY_GROUP, Ec2Types.ROUTE_TABLE)
            .flatMap(type -> inventory.account().list(type, vpc.region()).stream())
            .filter(resource -> own.contains(resource.id()))
            .forEach(inventory.account()::remove);
      }
    };
  }

  Behavior subnet() {
    return new Behavior() {
      @Override
      public void create(Resource subnet) {
        Resource vpc = inventory.vpc(subnet.region(), subnet.string("vpcId"));
        Cidr cidr = cidr(subnet.string("cidrBlock"), "InvalidSubnet.Range");
        if (!Cidr.of(vpc.string("cidrBlock")).covers(cidr)) {
          throw refusal("InvalidSubnet.Range", "The CIDR '" + cidr + "' is invalid.");
        }
        boolean taken =
            inventory.account().list(Ec2Types.SUBNET, subnet.region()).stream()
                .filter(other -> other.string("vpcId").equals(vpc.id()))
                .anyMatch(other -> Cidr.of(other.string("cidrBlock")).overlaps(cidr));
        if (taken) {
          throw refusal(
              "InvalidSubnet.Conflict", "The CIDR '" + cidr + "' conflicts with another subnet");
        }
        inventory.identify(subnet, inventory.freshId("subnet-", subnet), "subnet");
        zone(subnet);
        subnet.set("cidrBlock", cidr.toString());
        settle(subnet, "mapPublicIpOnLaunch", false);
        settle(subnet, "assignIpv6AddressOnCreation", false);
        settle(subnet, "privateDnsHostnameTypeOnLaunch", "ip-name");
        join(subnet, vpc);
      }

      @Override
      public void update(Resource subnet, Map<String, Object> before) {
        Inventory.tagged(subnet);
      }

      @Override
      public void delete(Resource subnet) {
        if (inUse(subnet)) {
          throw refusal(
              "DependencyViolation",
              "The subnet '" + subnet.id() + "' has dependencies and cannot be deleted.");
        }
        inventory
            .networkAclOf(subnet.region(), subnet.id())
            .ifPresent(acl -> acl.set("subnetIds", NetworkAcls.without(acl, subnet.id())));
      }
    };
  }

  private static void zone(Resource subnet) {
    List<String> zones = Zones.of(subnet.region());
    settle(subnet, "availabilityZone", zones.get(0));
    String zone = subnet.string("availabilityZone");
    if (!zones.contains(zone)) {
      throw refusal(
          "InvalidParameterValue",
          "Value ("
              + zone
              + ") for parameter availabilityZone is invalid. Subnets can currently only be created"
              + " in the following availability zones: "
              + String.join(", ", zones)
              + ".");
    }
    subnet.set("availabilityZoneId", Zones.id(zone));
  }

  private void join(Resource subnet, Resource vpc) {
    Resource acl = inventory.networkAcl(subnet.region(), vpc.string("defaultNetworkAclId"));
    List<String> members = new ArrayList<>(acl.strings("subnetIds"));
    members.add(subnet.id());
    acl.set("subnetIds", members);
  }

  private boolean inUse(Resource subnet) {
    return Stream.of(
            Ec2Types.NAT_GATEWAY,
            Ec2Types.VPC_ENDPOINT,
            "aws:lb/loadBalancer:LoadBalancer",
            "aws:rds/subnetGroup:SubnetGroup")
        .flatMap(type -> inventory.account().list(type, subnet.region()).stream())
        .anyMatch(
            resource ->
                resource.string("subnetId").equals(subnet.id())
                    || resource.strings("subnetIds").contains(subnet.id())
                    || resource.strings("subnets").contains(subnet.id()));
  }

  private String defaultAcl(Resource vpc) {
    Resource acl = companion(Ec2Types.NETWORK_ACL, vpc, "default-acl");
    inventory.identify(acl, inventory.freshId("acl-", acl), "network-acl");
    acl.set("subnetIds", List.of()).set("ingress", List.of()).set("egress", List.of());
    new AclEntry(100, false, "-1", "allow", "0.0.0.0/0", 0, 0).addTo(acl);
    new AclEntry(100, true, "-1", "allow", "0.0.0.0/0", 0, 0).addTo(acl);
    inventory.account().add(acl);
    return acl.id();
  }

  private String defaultGroup(Resource vpc) {
    Resource group = companion(Ec2Types.SECURITY_GROUP, vpc, "default-group");
    inventory.identify(group, inventory.freshId("sg-", group), "security-group");
    group.set("name", "default").set("description", "default VPC security group");
    group.set(
        "ingress", List.of(new Permission("-1", 0, 0, "", group.id()).attributes(group.id())));
    group.set("egress", List.of(new Permission("-1", 0, 0, "0.0.0.0/0", "").attributes("")));
    inventory.account().add(group);
    return group.id();
  }

  private String mainTable(Resource vpc) {
    Resource table = companion(Ec2Types.ROUTE_TABLE, vpc, "main-route-table");
    inventory.identify(table, inventory.freshId("rtb-", table), "route-table");
    table.set("routes", List.of());
    inventory.account().add(table);
    return table.id();
  }

  private static Resource companion(String type, Resource vpc, String what) {
    return new Resource(type, vpc.region(), vpc.id() + "/" + what, Map.of("vpcId", vpc.id()));
  }

  private static Cidr cidr(String text, String code) {
    return Cidr.parse(text)
        .filter(cidr -> cidr.prefix() >= 16 && cidr.prefix() <= 28)
        .orElseThrow(() -> refusal(code, "The CIDR '" + text + "' is invalid."));
  }
}
