package io.pharos.sandbox.recovery;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The network of one Region, as the program's component {@code Network} declares it. */
final class GivenVpc {
  private static final String WORLD = "0.0.0.0/0";

  private final GivenAccount given;
  private final String region;
  private final String prefix;
  final String vpcId;
  final List<String> publicSubnets;
  final List<String> privateSubnets;
  final List<String> isolatedSubnets;
  final List<String> toolsSubnets;
  final List<String> privateTables = new ArrayList<>();
  final List<String> appCidrs;
  final String balancerGroup;
  final String appGroup;
  final String databaseGroup;
  final String toolsGroup;
  final String quarantineGroup;
  final GivenEngine engine;
  final Resource isolatedAcl;

  /**
   * @param second the second number of all addresses here
   */
  GivenVpc(GivenAccount given, String region, int second, GivenEngine engine) {
    this.engine = engine;
    this.given = given;
    this.region = region;
    this.prefix = "10." + second + ".";
    this.vpcId = create(Ec2Types.VPC, "network", "cidrBlock", prefix + "0.0/16").id();
    this.appCidrs = List.of(prefix + "10.0/24", prefix + "11.0/24");
    this.publicSubnets = subnets("public", prefix + "0.0/24", prefix + "1.0/24");
    this.privateSubnets = subnets("private", appCidrs.get(0), appCidrs.get(1));
    this.isolatedSubnets = subnets("isolated", prefix + "20.0/24", prefix + "21.0/24");
    this.toolsSubnets = subnets("tools", prefix + "30.0/28", prefix + "31.0/28");
    routes();
    this.balancerGroup = group("load-balancer");
    this.appGroup = group("app");
    this.databaseGroup = group("database");
    this.toolsGroup = group("tools");
    this.quarantineGroup = group("quarantine");
    rule(Ec2Types.INGRESS_RULE, "world", balancerGroup, 443, "cidrIpv4", WORLD);
    rule(Ec2Types.EGRESS_RULE, "app-out", appGroup, 443, "cidrIpv4", WORLD);
    rule(Ec2Types.EGRESS_RULE, "tools-out", toolsGroup, 443, "cidrIpv4", WORLD);
    between("balancer-app", balancerGroup, appGroup, 8080);
    between("app-database", appGroup, databaseGroup, engine.port);
    between("tools-database", toolsGroup, databaseGroup, engine.port);
    between("tools-quarantine", toolsGroup, quarantineGroup, engine.port);
    this.isolatedAcl =
        create(Ec2Types.NETWORK_ACL, "isolated", "vpcId", vpcId, "subnetIds", isolatedSubnets);
    aclRules(100, appCidrs);
    aclRules(200, List.of(prefix + "30.0/28", prefix + "31.0/28"));
  }

  private void routes() {
    Resource gateway = create(Ec2Types.INTERNET_GATEWAY, "network", "vpcId", vpcId);
    Resource address = create(Ec2Types.EIP, "nat");
    Resource nat =
        create(
            Ec2Types.NAT_GATEWAY,
            "nat",
            "subnetId",
            publicSubnets.get(0),
            "allocationId",
            address.id());
    route("public", publicSubnets, "gatewayId", gateway.id());
    String privateTable = route("private", privateSubnets, "natGatewayId", nat.id());
    toolsSubnets.forEach(subnet -> associate(privateTable, subnet));
    privateTables.add(privateTable);
  }

  /** Somebody deletes the NAT gateways, and leaves the routes. */
  void loseGateways() {
    for (Resource nat : given.world.account().list(Ec2Types.NAT_GATEWAY, region)) {
      given.delete(nat);
    }
  }

  /** Nothing leads out of the private subnets any more, as in a Region that has backups alone. */
  void closeWayOut() {
    for (String type : List.of(Ec2Types.ROUTE, Ec2Types.NAT_GATEWAY, Ec2Types.EIP)) {
      given.world.account().list(type, region).stream()
          .filter(
              each ->
                  type.equals(Ec2Types.EIP)
                      || !each.string("natGatewayId").isEmpty()
                      || type.equals(Ec2Types.NAT_GATEWAY))
          .forEach(given::delete);
    }
  }

  private String route(String name, List<String> subnets, String kind, String target) {
    String table = create(Ec2Types.ROUTE_TABLE, name, "vpcId", vpcId).id();
    subnets.forEach(subnet -> associate(table, subnet));
    create(
        Ec2Types.ROUTE, name, "routeTableId", table, "destinationCidrBlock", WORLD, kind, target);
    return table;
  }

  private void associate(String table, String subnet) {
    create(Ec2Types.ROUTE_TABLE_ASSOCIATION, subnet, "routeTableId", table, "subnetId", subnet);
  }

  private List<String> subnets(String kind, String first, String second) {
    return List.of(subnet(kind, "a", first), subnet(kind, "b", second));
  }

  private String subnet(String kind, String zone, String cidr) {
    return create(
            Ec2Types.SUBNET,
            kind + "-" + zone,
            "vpcId",
            vpcId,
            "cidrBlock",
            cidr,
            "availabilityZone",
            region + zone,
            "tags",
            Map.of("Name", kind + "-" + zone))
        .id();
  }

  private String group(String what) {
    return create(Ec2Types.SECURITY_GROUP, what, "name", "shop-prod-" + what, "vpcId", vpcId).id();
  }

  private void between(String name, String from, String to, int port) {
    rule(Ec2Types.EGRESS_RULE, name, from, port, "referencedSecurityGroupId", to);
    rule(Ec2Types.INGRESS_RULE, name, to, port, "referencedSecurityGroupId", from);
  }

  private void rule(
      String type, String name, String group, int port, String peerKind, String peer) {
    create(
        type,
        name,
        "securityGroupId",
        group,
        "ipProtocol",
        "tcp",
        "fromPort",
        port,
        "toPort",
        port,
        peerKind,
        peer);
  }

  private void aclRules(int first, List<String> cidrs) {
    for (int i = 0; i < cidrs.size(); i++) {
      aclRule(first + 10 * i, "allow", false, cidrs.get(i), engine.port, engine.port);
      aclRule(first + 10 * i, "allow", true, cidrs.get(i), 1024, 65535);
    }
  }

  /** Keeps the block away from the database, as a fence does. */
  void deny(int number, String cidr) {
    aclRule(number, "deny", false, cidr, engine.port, engine.port);
  }

  private void aclRule(int number, String action, boolean egress, String cidr, int from, int to) {
    create(
        Ec2Types.NETWORK_ACL_RULE,
        "isolated-" + number + (egress ? "-out" : "-in"),
        "networkAclId",
        isolatedAcl.id(),
        "ruleNumber",
        number,
        "egress",
        egress,
        "ruleAction",
        action,
        "protocol",
        "tcp",
        "cidrBlock",
        cidr,
        "fromPort",
        from,
        "toPort",
        to);
  }

  private Resource create(String type, String name, Object... namesAndValues) {
    return given.createIn(region, type, name, namesAndValues);
  }
}
