package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;
import static io.pharos.sandbox.service.ec2.Inventory.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** VPC endpoints: AWS services reached without leaving the VPC. */
final class Endpoints {
  private static final Set<String> GATEWAY_SERVICES = Set.of("s3", "dynamodb");
  private static final Set<String> INTERFACE_SERVICES =
      Set.of(
          "autoscaling",
          "dynamodb",
          "ec2",
          "ec2messages",
          "ecr.api",
          "ecr.dkr",
          "ecs",
          "elasticloadbalancing",
          "events",
          "kms",
          "lambda",
          "logs",
          "monitoring",
          "rds",
          "s3",
          "secretsmanager",
          "sns",
          "sqs",
          "ssm",
          "ssmmessages",
          "states",
          "sts");

  private final Inventory inventory;

  Endpoints(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior endpoint() {
    return new Behavior() {
      @Override
      public void create(Resource endpoint) {
        inventory.vpc(endpoint.region(), endpoint.string("vpcId"));
        settle(endpoint, "vpcEndpointType", "Gateway");
        check(endpoint);
        inventory.identify(endpoint, inventory.freshId("vpce-", endpoint), "vpc-endpoint");
        boolean gateway = gateway(endpoint);
        settle(endpoint, "routeTableIds", List.of());
        settle(endpoint, "subnetIds", List.of());
        settle(endpoint, "privateDnsEnabled", false);
        settle(endpoint, "ipAddressType", "ipv4");
        if (!gateway && endpoint.list("securityGroupIds").isEmpty()) {
          Resource vpc = inventory.vpc(endpoint.region(), endpoint.string("vpcId"));
          endpoint.set("securityGroupIds", List.of(vpc.string("defaultSecurityGroupId")));
        }
        settle(endpoint, "securityGroupIds", List.of());
        settle(
            endpoint,
            "policy",
            "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Resource\":\"*\"}],\"Version\":\"2008-10-17\"}");
        endpoint.set("state", "available").set("requesterManaged", false);
        endpoint.set("serviceRegion", endpoint.region());
        endpoint.set("prefixListId", gateway ? "pl-" + endpoint.id().substring(5, 13) : "");
        endpoint.set(
            "networkInterfaceIds",
            endpoint.strings("subnetIds").stream()
                .map(subnet -> "eni-" + subnet.substring("subnet-".length()))
                .toList());
      }

      @Override
      public void update(Resource endpoint, Map<String, Object> before) {
        check(endpoint);
        Inventory.tagged(endpoint);
      }
    };
  }

  Behavior routeTableAssociation() {
    return new Behavior() {
      @Override
      public void create(Resource association) {
        Resource endpoint = find(association);
        String table =
            inventory.routeTable(association.region(), association.string("routeTableId")).id();
        List<String> tables = new ArrayList<>(endpoint.strings("routeTableIds"));
        tables.add(table);
        endpoint.set("routeTableIds", tables);
        association.id("a-" + endpoint.id() + NetworkAcls.crc(table));
      }

      @Override
      public void delete(Resource association) {
        inventory
            .find(Ec2Types.VPC_ENDPOINT, association.region(), association.string("vpcEndpointId"))
            .ifPresent(
                endpoint ->
                    endpoint.set(
                        "routeTableIds",
                        endpoint.strings("routeTableIds").stream()
                            .filter(table -> !table.equals(association.string("routeTableId")))
                            .toList()));
      }
    };
  }

  static boolean gateway(Resource endpoint) {
    return endpoint.string("vpcEndpointType").equals("Gateway");
  }

  private Resource find(Resource association) {
    String id = association.string("vpcEndpointId");
    return inventory
        .find(Ec2Types.VPC_ENDPOINT, association.region(), id)
        .orElseThrow(
            () ->
                refusal(
                    "InvalidVpcEndpointId.NotFound",
                    "The Vpc Endpoint Id '" + id + "' does not exist"));
  }

  private void check(Resource endpoint) {
    String prefix = "com.amazonaws." + endpoint.region() + ".";
    String name = endpoint.string("serviceName");
    String service = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    Set<String> known = gateway(endpoint) ? GATEWAY_SERVICES : INTERFACE_SERVICES;
    if (!known.contains(service)) {
      throw refusal("InvalidServiceName", "The Vpc Endpoint Service '" + name + "' does not exist");
    }
    if (!gateway(endpoint) && !endpoint.list("routeTableIds").isEmpty()) {
      throw refusal(
          "InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint");
    }
    endpoint.strings("routeTableIds").forEach(id -> inventory.routeTable(endpoint.region(), id));
    endpoint.strings("subnetIds").forEach(id -> inventory.subnet(endpoint.region(), id));
    endpoint
        .strings("securityGroupIds")
        .forEach(id -> inventory.securityGroup(endpoint.region(), id));
  }
}
