package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether TCP packets get from one place to another, and if not, which rule is missing. A place
 * that may be in several subnets must get through from each of them: what works in one zone only is
 * broken.
 */
public final class Reachability {
  private static final int FIRST_EPHEMERAL_PORT = 1024;
  private static final int LAST_PORT = 65535;
  private static final String INTERNET = "0.0.0.0/0";

  private final Inventory inventory;

  public Reachability(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Within a VPC; empty when the packets and their answers get through. */
  public Optional<String> blocked(NetworkSource from, NetworkSource to, int port) {
    if (!from.region().equals(to.region())) {
      return Optional.of(
          "no route from a VPC in "
              + from.region()
              + " to one in "
              + to.region()
              + " (no peering)");
    }
    Optional<String> unknown = unknown(from).or(() -> unknown(to));
    if (unknown.isPresent()) {
      return unknown;
    }
    for (Resource source : subnets(from)) {
      for (Resource destination : subnets(to)) {
        Optional<String> why = blocked(from, source, to, destination, port);
        if (why.isPresent()) {
          return why;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> blocked(
      NetworkSource from, Resource source, NetworkSource to, Resource destination, int port) {
    if (!source.string("vpcId").equals(destination.string("vpcId"))) {
      return Optional.of(
          "no route from " + source.string("vpcId") + " to " + destination.string("vpcId"));
    }
    Cidr here = Cidr.of(source.string("cidrBlock"));
    Cidr there = Cidr.of(destination.string("cidrBlock"));
    return group(from, true, port, there, to)
        .or(() -> acls(source, here, destination, there, port))
        .or(() -> group(to, false, port, here, from));
  }

  private Optional<String> acls(
      Resource source, Cidr here, Resource destination, Cidr there, int port) {
    if (source.id().equals(destination.id())) {
      return Optional.empty();
    }
    return acl(source, true, there, port, port)
        .or(() -> acl(destination, false, here, port, port))
        .or(() -> acl(destination, true, here, FIRST_EPHEMERAL_PORT, LAST_PORT))
        .or(() -> acl(source, false, there, FIRST_EPHEMERAL_PORT, LAST_PORT));
  }

  /** From anywhere in the internet to a place with public addresses. */
  public Optional<String> fromInternet(NetworkSource to, int port) {
    Optional<String> unknown = unknown(to);
    if (unknown.isPresent()) {
      return unknown;
    }
    for (Resource subnet : subnets(to)) {
      Optional<String> why =
          internetGateway(subnet)
              .or(() -> acl(subnet, false, Cidr.WORLD, port, port))
              .or(() -> acl(subnet, true, Cidr.WORLD, FIRST_EPHEMERAL_PORT, LAST_PORT));
      if (why.isPresent()) {
        return why;
      }
    }
    return allowed(to, false, port, Cidr.WORLD, List.of())
        ? Optional.empty()
        : Optional.of(noRule(to, false, port, INTERNET));
  }

  /**
   * From a place in a VPC to the internet.
   *
   * @param publicAddress whether it has a public address of its own, as an instance in a public
   *     subnet has and a function never
   */
  public Optional<String> toInternet(NetworkSource from, int port, boolean publicAddress) {
    Optional<String> unknown = unknown(from);
    if (unknown.isPresent()) {
      return unknown;
    }
    if (!allowed(from, true, port, Cidr.WORLD, List.of())) {
      return Optional.of(noRule(from, true, port, INTERNET));
    }
    for (Resource subnet : subnets(from)) {
      Optional<String> why =
          wayOut(subnet, publicAddress)
              .or(() -> acl(subnet, true, Cidr.WORLD, port, port))
              .or(() -> acl(subnet, false, Cidr.WORLD, FIRST_EPHEMERAL_PORT, LAST_PORT));
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  /**
   * From a place in a VPC to an AWS service of its Region: through an interface or gateway endpoint
   * when there is one, else through the internet.
   *
   * @param service as in endpoint names: {@code ssm}, {@code ecr.api}, {@code s3}
   */
  public Optional<String> toAws(NetworkSource from, String service, boolean publicAddress) {
    Optional<String> unknown = unknown(from);
    if (unknown.isPresent()) {
      return unknown;
    }
    Resource first = subnets(from).get(0);
    String name = "com.amazonaws." + from.region() + "." + service;
    List<Resource> endpoints =
        inventory.account().list(Ec2Types.VPC_ENDPOINT, from.region()).stream()
            .filter(endpoint -> endpoint.string("vpcId").equals(first.string("vpcId")))
            .filter(endpoint -> endpoint.string("serviceName").equals(name))
            .toList();
    for (Resource endpoint : endpoints) {
      if (!Endpoints.gateway(endpoint) && endpoint.flag("privateDnsEnabled")) {
        NetworkSource interfaces =
            new NetworkSource(
                from.region(), endpoint.strings("subnetIds"), endpoint.strings("securityGroupIds"));
        return blocked(from, interfaces, 443);
      }
      if (Endpoints.gateway(endpoint) && routed(from, endpoint)) {
        return allowed(from, true, 443, Cidr.WORLD, List.of())
            ? Optional.empty()
            : Optional.of(noRule(from, true, 443, service));
      }
    }
    return toInternet(from, 443, publicAddress);
  }

  private boolean routed(NetworkSource from, Resource gatewayEndpoint) {
    return subnets(from).stream()
        .allMatch(
            subnet ->
                inventory
                    .routeTableOf(subnet)
                    .filter(table -> gatewayEndpoint.strings("routeTableIds").contains(table.id()))
                    .isPresent());
  }

  private Optional<String> wayOut(Resource subnet, boolean publicAddress) {
    Map<String, Object> route = defaultRoute(subnet);
    String nat = route == null ? "" : Routes.text(route, "natGatewayId");
    if (nat.isEmpty()) {
      return internetGateway(subnet)
          .or(
              () ->
                  publicAddress
                      ? Optional.empty()
                      : Optional.of(
                          "subnet "
                              + Inventory.label(subnet)
                              + " routes to an internet gateway, and the sender has no public"
                              + " address"));
    }
    Optional<Resource> gateway = inventory.find(Ec2Types.NAT_GATEWAY, subnet.region(), nat);
    if (gateway.isEmpty()) {
      return Optional.of("NAT gateway " + nat + " does not exist");
    }
    if (!Egress.state(gateway.get()).equals("available")) {
      return Optional.of("NAT gateway " + nat + " is " + Egress.state(gateway.get()));
    }
    return inventory
        .find(Ec2Types.SUBNET, subnet.region(), gateway.get().string("subnetId"))
        .map(this::internetGateway)
        .orElse(Optional.of("NAT gateway " + nat + " has no subnet"));
  }

  private Optional<String> internetGateway(Resource subnet) {
    Map<String, Object> route = defaultRoute(subnet);
    String gateway = route == null ? "" : Routes.text(route, "gatewayId");
    if (gateway.isEmpty()) {
      return Optional.of(
          "subnet "
              + Inventory.label(subnet)
              + " has no route to 0.0.0.0/0 through an internet"
              + " gateway");
    }
    return inventory.find(Ec2Types.INTERNET_GATEWAY, subnet.region(), gateway).isPresent()
        ? Optional.empty()
        : Optional.of("internet gateway " + gateway + " does not exist");
  }

  private Map<String, Object> defaultRoute(Resource subnet) {
    return inventory.routeTableOf(subnet).map(table -> Routes.find(table, INTERNET)).orElse(null);
  }

  private Optional<String> acl(Resource subnet, boolean egress, Cidr peer, int low, int high) {
    Resource acl = inventory.networkAclOf(subnet.region(), subnet.id()).orElse(null);
    if (acl == null) {
      return Optional.of("subnet " + subnet.id() + " is in no network ACL");
    }
    String ports = low == high ? "port " + low : "ports " + low + "-" + high;
    String what = AclEntry.direction(egress) + " of " + ports + (egress ? " to " : " from ") + peer;
    String which = "network ACL " + Inventory.label(acl) + " of subnet " + Inventory.label(subnet);
    for (AclEntry entry : AclEntry.of(acl, egress)) {
      if (entry.concerns(peer, low, high)) {
        return entry.allowsAll(peer, low, high)
            ? Optional.empty()
            : Optional.of(which + " denies " + what + " (entry " + entry.number() + ")");
      }
    }
    return Optional.of(which + " has no entry that allows " + what);
  }

  private Optional<String> group(
      NetworkSource place, boolean egress, int port, Cidr peer, NetworkSource other) {
    return allowed(place, egress, port, peer, other.securityGroupIds())
        ? Optional.empty()
        : Optional.of(noRule(place, egress, port, labels(other) + " in " + peer));
  }

  private boolean allowed(
      NetworkSource place, boolean egress, int port, Cidr peer, List<String> peerGroups) {
    return groups(place).stream()
        .flatMap(group -> Permission.of(group, egress).stream())
        .anyMatch(permission -> permission.allows(port, peer, peerGroups));
  }

  private String noRule(NetworkSource place, boolean egress, int port, String peer) {
    return "security group "
        + labels(place)
        + " has no "
        + AclEntry.direction(egress)
        + " rule for "
        + port
        + (egress ? " to " : " from ")
        + peer;
  }

  private String labels(NetworkSource place) {
    return place.securityGroupIds().isEmpty()
        ? "(none)"
        : String.join(", ", groups(place).stream().map(Inventory::label).toList());
  }

  private Optional<String> unknown(NetworkSource place) {
    List<String> missing = new ArrayList<>(place.subnetIds());
    missing.removeIf(id -> inventory.find(Ec2Types.SUBNET, place.region(), id).isPresent());
    return place.subnetIds().isEmpty()
        ? Optional.of("one end of the connection is in no subnet")
        : missing.stream().findFirst().map(id -> "subnet " + id + " does not exist");
  }

  private List<Resource> subnets(NetworkSource place) {
    return place.subnetIds().stream()
        .flatMap(id -> inventory.find(Ec2Types.SUBNET, place.region(), id).stream())
        .toList();
  }

  private List<Resource> groups(NetworkSource place) {
    return place.securityGroupIds().stream()
        .flatMap(id -> inventory.find(Ec2Types.SECURITY_GROUP, place.region(), id).stream())
        .toList();
  }
}
