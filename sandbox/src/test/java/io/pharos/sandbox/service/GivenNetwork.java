package io.pharos.sandbox.service;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.util.List;
import java.util.Map;

/**
 * A VPC with two public, two private and two isolated subnets, one NAT gateway, and security groups
 * that let the load balancer talk to the application and the application to the database.
 */
final class GivenNetwork {
  final GivenAccount given;
  final String region;
  final Resource vpc;
  final Resource gateway;
  final Resource nat;
  final Resource natRoute;
  final List<String> publicSubnets;
  final List<String> privateSubnets;
  final List<String> isolatedSubnets;
  final Resource balancerGroup;
  final Resource appGroup;
  final Resource databaseGroup;
  final Resource appFromBalancer;

  GivenNetwork(GivenAccount given) {
    this(given, GivenAccount.REGION);
  }

  GivenNetwork(GivenAccount given, String region) {
    this.given = given;
    this.region = region;
    vpc = create(Ec2Types.VPC, "net", "cidrBlock", "10.0.0.0/16");
    gateway = create(Ec2Types.INTERNET_GATEWAY, "net", "vpcId", vpc.id());
    publicSubnets = subnets("public", 0);
    privateSubnets = subnets("private", 10);
    isolatedSubnets = subnets("isolated", 20);
    Resource eip = create(Ec2Types.EIP, "nat");
    nat =
        create(
            Ec2Types.NAT_GATEWAY,
            "nat",
            "subnetId",
            publicSubnets.get(0),
            "allocationId",
            eip.id());
    route("public", publicSubnets, "gatewayId", gateway.id());
    natRoute = route("private", privateSubnets, "natGatewayId", nat.id());
    balancerGroup = group("balancer");
    appGroup = group("app");
    databaseGroup = group("database");
    rule(false, "balancer-http", balancerGroup, 80, "cidrIpv4", "0.0.0.0/0");
    rule(false, "balancer-https", balancerGroup, 443, "cidrIpv4", "0.0.0.0/0");
    rule(true, "balancer-app", balancerGroup, 8080, "referencedSecurityGroupId", appGroup.id());
    appFromBalancer =
        rule(
            false, "app-balancer", appGroup, 8080, "referencedSecurityGroupId", balancerGroup.id());
    rule(true, "app-https", appGroup, 443, "cidrIpv4", "0.0.0.0/0");
    rule(true, "app-database", appGroup, 3306, "referencedSecurityGroupId", databaseGroup.id());
    rule(false, "database-app", databaseGroup, 3306, "referencedSecurityGroupId", appGroup.id());
  }

  NetworkSource app() {
    return new NetworkSource(region, privateSubnets, List.of(appGroup.id()));
  }

  NetworkSource database() {
    return new NetworkSource(region, isolatedSubnets, List.of(databaseGroup.id()));
  }

  NetworkSource balancer() {
    return new NetworkSource(region, publicSubnets, List.of(balancerGroup.id()));
  }

  Resource create(String type, String name, Object... namesAndValues) {
    return given.createIn(region, type, name, namesAndValues);
  }

  Resource group(String name) {
    return create(Ec2Types.SECURITY_GROUP, name, "name", name, "vpcId", vpc.id());
  }

  Resource rule(
      boolean egress, String name, Resource group, int port, String peerKind, String peer) {
    return create(
        egress ? Ec2Types.EGRESS_RULE : Ec2Types.INGRESS_RULE,
        name,
        "securityGroupId",
        group.id(),
        "ipProtocol",
        "tcp",
        "fromPort",
        port,
        "toPort",
        port,
        peerKind,
        peer);
  }

  Resource networkAcl(String name, List<String> subnets) {
    return create(
        Ec2Types.NETWORK_ACL,
        name,
        "vpcId",
        vpc.id(),
        "subnetIds",
        subnets,
        "tags",
        Map.of("Name", name));
  }

  Resource aclRule(
      Resource acl, boolean egress, int number, String action, String cidr, int from, int to) {
    return create(
        Ec2Types.NETWORK_ACL_RULE,
        acl.id() + number + egress,
        "networkAclId",
        acl.id(),
        "ruleNumber",
        number,
        "egress",
        egress,
        "protocol",
        "tcp",
        "ruleAction",
        action,
        "cidrBlock",
        cidr,
        "fromPort",
        from,
        "toPort",
        to);
  }

  private List<String> subnets(String kind, int third) {
    return List.of(subnet(kind, "a", third), subnet(kind, "b", third + 1));
  }

  private String subnet(String kind, String zone, int third) {
    return create(
            Ec2Types.SUBNET,
            kind + "-" + zone,
            "vpcId",
            vpc.id(),
            "cidrBlock",
            "10.0." + third + ".0/24",
            "availabilityZone",
            region + zone,
            "tags",
            Map.of("Name", kind + "-" + zone))
        .id();
  }

  private Resource route(String name, List<String> subnets, String kind, String target) {
    Resource table = create(Ec2Types.ROUTE_TABLE, name, "vpcId", vpc.id());
    for (String subnet : subnets) {
      create(
          Ec2Types.ROUTE_TABLE_ASSOCIATION, subnet, "routeTableId", table.id(), "subnetId", subnet);
    }
    return create(
        Ec2Types.ROUTE,
        name,
        "routeTableId",
        table.id(),
        "destinationCidrBlock",
        "0.0.0.0/0",
        kind,
        target);
  }
}
