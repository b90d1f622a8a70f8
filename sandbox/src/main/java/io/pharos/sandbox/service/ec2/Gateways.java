package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;
import static io.pharos.sandbox.service.ec2.Inventory.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ServiceQuotas;
import java.util.List;
import java.util.Map;

/** Ways out of a VPC: internet gateways, addresses, and NAT gateways that have one. */
final class Gateways {
  static final String FAILED = "failed";

  private final Inventory inventory;

  Gateways(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior internetGateway() {
    return new Behavior() {
      @Override
      public void create(Resource gateway) {
        if (gateway.has("vpcId")) {
          attach(gateway);
        }
        inventory.identify(gateway, inventory.freshId("igw-", gateway), "internet-gateway");
      }

      @Override
      public void update(Resource gateway, Map<String, Object> before) {
        if (gateway.has("vpcId") && !gateway.string("vpcId").equals(before.get("vpcId"))) {
          attach(gateway);
        }
        Inventory.tagged(gateway);
      }

      private void attach(Resource gateway) {
        String vpc = inventory.vpc(gateway.region(), gateway.string("vpcId")).id();
        inventory
            .account()
            .first(
                Ec2Types.INTERNET_GATEWAY,
                gateway.region(),
                other -> other != gateway && other.string("vpcId").equals(vpc))
            .ifPresent(
                other -> {
                  throw refusal(
                      "InvalidParameterValue",
                      "Network " + vpc + " already has an internet gateway attached");
                });
      }
    };
  }

  Behavior eip() {
    return new Behavior() {
      @Override
      public void create(Resource eip) {
        if (inventory.quotas().exceeded(eip.region(), ServiceQuotas.ADDRESSES, 1)) {
          throw refusal(
              "AddressLimitExceeded", "The maximum number of addresses has been reached.");
        }
        inventory.identify(eip, inventory.freshId("eipalloc-", eip), "elastic-ip");
        eip.attributes().remove("ownerId");
        long number = Ids.number(eip.id());
        String address =
            "52." + (number & 127) + "." + (number >> 8 & 255) + "." + (number >> 16 & 255);
        eip.set("allocationId", eip.id()).set("publicIp", address).set("domain", "vpc");
        eip.set("publicIpv4Pool", "amazon").set("networkBorderGroup", eip.region());
        eip.set(
            "publicDns",
            "ec2-" + address.replace('.', '-') + "." + eip.region() + ".compute.amazonaws.com");
      }

      @Override
      public void update(Resource eip, Map<String, Object> before) {
        Inventory.tagged(eip);
      }

      @Override
      public void delete(Resource eip) {
        if (user(eip) != null) {
          throw refusal(
              "InvalidIPAddress.InUse",
              "Address " + eip.string("publicIp") + " is in use by " + user(eip).id() + ".");
        }
      }
    };
  }

  Behavior natGateway() {
    return new Behavior() {
      @Override
      public void create(Resource nat) {
        Resource subnet = inventory.subnet(nat.region(), nat.string("subnetId"));
        settle(nat, "connectivityType", "public");
        if (nat.string("connectivityType").equals("public")) {
          address(nat);
        }
        inventory.identify(nat, inventory.freshId("nat-", nat), "natgateway");
        nat.attributes().remove("ownerId");
        nat.attributes().remove("arn");
        nat.set("networkInterfaceId", "eni-" + nat.id().substring(4));
        nat.set(
            "privateIp",
            Cidr.of(subnet.string("cidrBlock")).address(4 + (Ids.number(nat.id()) & 7)));
        settle(nat, "secondaryAllocationIds", List.of());
        settle(nat, "secondaryPrivateIpAddresses", List.of());
      }

      private void address(Resource nat) {
        if (!nat.has("allocationId")) {
          throw refusal("MissingParameter", "The request must contain the parameter AllocationId");
        }
        String id = nat.string("allocationId");
        Resource eip =
            inventory
                .find(Ec2Types.EIP, nat.region(), id)
                .orElseThrow(
                    () ->
                        refusal(
                            "InvalidAllocationID.NotFound",
                            "The allocation ID '" + id + "' does not exist"));
        if (user(eip) != null) {
          throw refusal(
              "Resource.AlreadyAssociated",
              "Elastic IP address [" + id + "] is already associated");
        }
        nat.set("publicIp", eip.string("publicIp"));
        nat.set("associationId", "eipassoc-" + id.substring("eipalloc-".length()));
      }

      @Override
      public void update(Resource nat, Map<String, Object> before) {
        Inventory.tagged(nat);
      }
    };
  }

  private Resource user(Resource eip) {
    return inventory
        .account()
        .first(
            Ec2Types.NAT_GATEWAY,
            eip.region(),
            nat -> nat.string("allocationId").equals(eip.id()) && !failed(nat))
        .orElse(null);
  }

  /** One that could not be made has given its address back. */
  static boolean failed(Resource nat) {
    return nat.string("state").equals(FAILED);
  }
}
