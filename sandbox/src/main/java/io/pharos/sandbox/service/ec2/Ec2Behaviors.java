package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Behavior;
import java.util.Map;

/** EC2's behaviours by the provider's token. */
public final class Ec2Behaviors {
  private final Inventory inventory;
  private final LaunchTemplates launchTemplates;

  public Ec2Behaviors(Inventory inventory) {
    this.inventory = inventory;
    this.launchTemplates = new LaunchTemplates(inventory);
  }

  public LaunchTemplates launchTemplates() {
    return launchTemplates;
  }

  public Map<String, Behavior> byType() {
    Vpcs vpcs = new Vpcs(inventory);
    Routes routes = new Routes(inventory);
    Gateways gateways = new Gateways(inventory);
    Endpoints endpoints = new Endpoints(inventory);
    SecurityGroups groups = new SecurityGroups(inventory);
    NetworkAcls acls = new NetworkAcls(inventory);
    return Map.ofEntries(
        Map.entry(Ec2Types.VPC, vpcs.vpc()),
        Map.entry(Ec2Types.SUBNET, vpcs.subnet()),
        Map.entry(Ec2Types.ROUTE_TABLE, routes.table()),
        Map.entry(Ec2Types.ROUTE_TABLE_ASSOCIATION, routes.association()),
        Map.entry(Ec2Types.ROUTE, routes.route()),
        Map.entry(Ec2Types.INTERNET_GATEWAY, gateways.internetGateway()),
        Map.entry(Ec2Types.NAT_GATEWAY, gateways.natGateway()),
        Map.entry(Ec2Types.EIP, gateways.eip()),
        Map.entry(Ec2Types.VPC_ENDPOINT, endpoints.endpoint()),
        Map.entry(Ec2Types.VPC_ENDPOINT_ROUTE_TABLE_ASSOCIATION, endpoints.routeTableAssociation()),
        Map.entry(Ec2Types.SECURITY_GROUP, groups.group()),
        Map.entry(Ec2Types.DEFAULT_SECURITY_GROUP, groups.defaultGroup()),
        Map.entry(Ec2Types.INGRESS_RULE, groups.rule(false)),
        Map.entry(Ec2Types.EGRESS_RULE, groups.rule(true)),
        Map.entry(Ec2Types.NETWORK_ACL, acls.acl()),
        Map.entry(Ec2Types.NETWORK_ACL_RULE, acls.rule()),
        Map.entry(Ec2Types.NETWORK_ACL_ASSOCIATION, acls.association()),
        Map.entry(Ec2Types.LAUNCH_TEMPLATE, launchTemplates.behavior()),
        Map.entry(Ec2Types.FLOW_LOG, new FlowLogs(inventory)));
  }
}
