package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The ways out that are made while things run: addresses, NAT gateways and routes through them. A
 * gateway is {@code pending} for as long as {@code ec2.natGateway} says, {@code deleting} for as
 * long as {@code ec2.deleteNatGateway}; its address is in use until it is gone. One that is {@code
 * failed} has given its address back, and is shown for an hour.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html">CreateNatGateway</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html">Troubleshoot
 *     NAT gateways</a>
 */
final class Egress {
  private static final String STATE = "state";
  private static final String AVAILABLE = "available";
  private static final Duration FAILED_SHOWN = Duration.ofHours(1);

  private final World world;
  private final Inventory inventory;
  private final Gateways gateways;
  private final Routes routes;

  Egress(World world, Inventory inventory) {
    this.world = world;
    this.inventory = inventory;
    this.gateways = new Gateways(inventory);
    this.routes = new Routes(inventory);
  }

  Resource allocate(String region, AllocateAddressRequest request) {
    if (request.domain() != null && !"vpc".equals(request.domainAsString())) {
      throw refusal("InvalidParameterValue", "Invalid value for domain: " + request.domain());
    }
    if (world.faults().strikes(Trouble.ADDRESSES_SHORT, region, "ec2")) {
      throw refusal("AddressLimitExceeded", "The maximum number of addresses has been reached.");
    }
    Resource address =
        new Resource(
            Ec2Types.EIP,
            region,
            "allocated-" + world.clock().instant(),
            attributes(request.tagSpecifications(), ResourceType.ELASTIC_IP));
    gateways.eip().create(address);
    world.account().add(address);
    return address;
  }

  void release(String region, String allocationId) {
    Resource address =
        inventory
            .find(Ec2Types.EIP, region, String.valueOf(allocationId))
            .orElseThrow(
                () ->
                    refusal(
                        "InvalidAllocationID.NotFound",
                        "The allocation ID '" + allocationId + "' does not exist"));
    gateways.eip().delete(address);
    world.account().remove(address);
  }

  Address describeAddress(Resource address) {
    Optional<Resource> user =
        inventory
            .account()
            .first(
                Ec2Types.NAT_GATEWAY,
                address.region(),
                nat -> nat.string("allocationId").equals(address.id()) && !Gateways.failed(nat));
    return Address.builder()
        .allocationId(address.id())
        .publicIp(address.string("publicIp"))
        .domain("vpc")
        .associationId(user.map(nat -> nat.string("associationId")).orElse(null))
        .tags(Descriptions.tags(address))
        .build();
  }

  /** The same token makes the same gateway. */
  Resource create(String region, CreateNatGatewayRequest request) {
    String token = request.clientToken() == null ? "" : request.clientToken();
    Optional<Resource> before =
        inventory
            .account()
            .first(
                Ec2Types.NAT_GATEWAY,
                region,
                nat -> !token.isEmpty() && token.equals(nat.string("clientToken")));
    if (before.isPresent()) {
      return before.get();
    }
    Map<String, Object> attributes =
        attributes(request.tagSpecifications(), ResourceType.NATGATEWAY);
    attributes.put("subnetId", String.valueOf(request.subnetId()));
    attributes.put("clientToken", token);
    if (request.allocationId() != null) {
      attributes.put("allocationId", request.allocationId());
    }
    Resource nat =
        new Resource(
            Ec2Types.NAT_GATEWAY, region, "made-" + world.clock().instant() + token, attributes);
    gateways.natGateway().create(nat);
    nat.set(STATE, "pending");
    world.account().add(nat);
    boolean fails = world.faults().strikes(Trouble.NAT_FAILS, region, "ec2");
    later(nat, "ec2.natGateway", "pending", fails ? Gateways.FAILED : AVAILABLE);
    return nat;
  }

  Resource delete(String region, String id) {
    Resource nat =
        inventory
            .find(Ec2Types.NAT_GATEWAY, region, String.valueOf(id))
            .orElseThrow(
                () -> refusal("NatGatewayNotFound", "The Nat Gateway " + id + " was not found"));
    nat.set(STATE, "deleting");
    later(nat, "ec2.deleteNatGateway", "deleting", "deleted");
    return nat;
  }

  private void later(Resource nat, String figure, String from, String to) {
    Duration delay = world.latency().sample(figure, nat.id(), world.clock().instant());
    world
        .clock()
        .after(
            delay,
            "ec2:nat:" + nat.id() + ":" + to,
            () -> {
              if (!nat.string(STATE).equals(from)) {
                return;
              }
              if (world.faults().dead(nat.region())) {
                later(nat, figure, from, to);
                return;
              }
              nat.set(STATE, to);
              if (to.equals("deleted")) {
                world.account().remove(nat);
              } else if (to.equals(Gateways.FAILED)) {
                failed(nat);
              }
            });
  }

  private void failed(Resource nat) {
    nat.set("failureCode", "InternalError");
    nat.set(
        "failureMessage",
        "Network interface "
            + nat.string("networkInterfaceId")
            + ", created and used internally by this NAT gateway is in an invalid state. Please try"
            + " again.");
    world
        .clock()
        .after(FAILED_SHOWN, "ec2:nat:" + nat.id() + ":gone", () -> world.account().remove(nat));
  }

  static String state(Resource nat) {
    return nat.has(STATE) ? nat.string(STATE) : AVAILABLE;
  }

  NatGateway describe(Resource nat) {
    return NatGateway.builder()
        .natGatewayId(nat.id())
        .subnetId(nat.string("subnetId"))
        .state(state(nat))
        .failureCode(nat.has("failureCode") ? nat.string("failureCode") : null)
        .failureMessage(nat.has("failureMessage") ? nat.string("failureMessage") : null)
        .natGatewayAddresses(
            address ->
                address.allocationId(nat.string("allocationId")).publicIp(nat.string("publicIp")))
        .tags(Descriptions.tags(nat))
        .build();
  }

  void createRoute(String region, CreateRouteRequest request) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("routeTableId", request.routeTableId());
    attributes.put("destinationCidrBlock", request.destinationCidrBlock());
    attributes.put("gatewayId", request.gatewayId() == null ? "" : request.gatewayId());
    attributes.put("natGatewayId", request.natGatewayId() == null ? "" : request.natGatewayId());
    Resource route =
        new Resource(
            Ec2Types.ROUTE,
            region,
            request.routeTableId() + request.destinationCidrBlock(),
            attributes);
    routes.route().create(route);
    world.account().add(route);
  }

  void deleteRoute(String region, DeleteRouteRequest request) {
    Resource table = inventory.routeTable(region, request.routeTableId());
    String destination = request.destinationCidrBlock();
    if (Routes.find(table, destination) == null) {
      throw refusal(
          "InvalidRoute.NotFound",
          "no route with destination-cidr-block " + destination + " in route table " + table.id());
    }
    Resource route =
        inventory
            .account()
            .first(
                Ec2Types.ROUTE,
                region,
                each ->
                    each.string("routeTableId").equals(table.id())
                        && each.string("destinationCidrBlock").equals(destination))
            .orElseThrow();
    routes.route().delete(route);
    world.account().remove(route);
  }

  RouteTable describeTable(Resource table) {
    return RouteTable.builder()
        .routeTableId(table.id())
        .vpcId(table.string("vpcId"))
        .routes(table.maps("routes").stream().map(this::route).toList())
        .tags(Descriptions.tags(table))
        .build();
  }

  private software.amazon.awssdk.services.ec2.model.Route route(Map<String, Object> route) {
    String nat = Routes.text(route, "natGatewayId");
    String gateway = Routes.text(route, "gatewayId");
    boolean there =
        nat.isEmpty()
            || inventory.account().list(Ec2Types.NAT_GATEWAY).stream()
                .anyMatch(each -> each.id().equals(nat));
    return software.amazon.awssdk.services.ec2.model.Route.builder()
        .destinationCidrBlock(Routes.text(route, "cidrBlock"))
        .natGatewayId(nat.isEmpty() ? null : nat)
        .gatewayId(gateway.isEmpty() ? null : gateway)
        .state(there ? "active" : "blackhole")
        .build();
  }

  private static Map<String, Object> attributes(
      List<TagSpecification> specifications, ResourceType type) {
    Map<String, Object> tags = new LinkedHashMap<>();
    for (TagSpecification specification : specifications) {
      if (specification.resourceType() == type) {
        specification.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
      }
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("tags", tags);
    return attributes;
  }
}
