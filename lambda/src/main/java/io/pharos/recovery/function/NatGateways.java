package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Names;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The NAT gateways that the runtime makes in a Region that stands by without any, because they are
 * billed by the hour, and takes away again. It touches what carries its tag and nothing else; one
 * thing at a time, so that asking again goes on.
 *
 * @param subnets the public subnets that get one
 * @param routeTables of the private subnets, in the order of their zones
 */
record NatGateways(
    Aws aws, Environment environment, List<String> subnets, List<String> routeTables) {
  private static final String TAG = "pharos:posture";
  private static final String VALUE = "nat";
  private static final String ANYWHERE = "0.0.0.0/0";
  private static final int TOKEN_CHARACTERS = 64;

  /** Does what comes next; empty when the private subnets lead out. */
  Optional<String> open() {
    List<NatGateway> all = all();
    for (String subnet : subnets) {
      Optional<NatGateway> there = live(all, subnet);
      if (there.isEmpty()) {
        return Optional.of(make(subnet, all));
      }
      if (there.get().state() == NatGatewayState.PENDING) {
        return Optional.of(there.get().natGatewayId() + " is pending");
      }
    }
    for (int i = 0; i < routeTables.size(); i++) {
      String nat = live(all, subnets.get(i % subnets.size())).orElseThrow().natGatewayId();
      route(routeTables.get(i), nat);
    }
    return Optional.empty();
  }

  /** Does what comes next; empty when nothing is left that costs. */
  Optional<String> close() {
    List<NatGateway> all = all();
    Set<String> ours = all.stream().map(NatGateway::natGatewayId).collect(Collectors.toSet());
    for (String table : routeTables) {
      if (way(table).map(Route::natGatewayId).filter(ours::contains).isPresent()) {
        ec2().deleteRoute(delete -> delete.routeTableId(table).destinationCidrBlock(ANYWHERE));
      }
    }
    List<NatGateway> left = all.stream().filter(nat -> !gone(nat)).toList();
    for (NatGateway nat : left) {
      if (nat.state() != NatGatewayState.DELETING) {
        ec2().deleteNatGateway(delete -> delete.natGatewayId(nat.natGatewayId()));
      }
    }
    if (!left.isEmpty()) {
      return Optional.of(left.size() + " NAT gateways are being deleted");
    }
    for (Address address : addresses()) {
      ec2().releaseAddress(release -> release.allocationId(address.allocationId()));
    }
    return Optional.empty();
  }

  /** How many addresses it takes to open, besides those that are there. */
  int missingAddresses() {
    return Math.max(0, subnets.size() - addresses().size());
  }

  private static boolean gone(NatGateway nat) {
    return nat.state() == NatGatewayState.DELETED || nat.state() == NatGatewayState.FAILED;
  }

  private static Optional<NatGateway> live(List<NatGateway> all, String subnet) {
    return all.stream()
        .filter(nat -> nat.subnetId().equals(subnet))
        .filter(
            nat ->
                nat.state() == NatGatewayState.PENDING || nat.state() == NatGatewayState.AVAILABLE)
        .min(Comparator.comparing(NatGateway::natGatewayId));
  }

  private String make(String subnet, List<NatGateway> all) {
    Set<String> used =
        all.stream()
            .filter(nat -> !gone(nat))
            .flatMap(nat -> nat.natGatewayAddresses().stream())
            .map(address -> String.valueOf(address.allocationId()))
            .collect(Collectors.toSet());
    String address =
        addresses().stream()
            .map(Address::allocationId)
            .filter(id -> !used.contains(id))
            .findFirst()
            .orElseGet(
                () ->
                    ec2()
                        .allocateAddress(
                            allocate ->
                                allocate
                                    .domain("vpc")
                                    .tagSpecifications(tags(ResourceType.ELASTIC_IP)))
                        .allocationId());
    String token = attempt(subnet, all) + "-" + subnet + "-" + address;
    ec2()
        .createNatGateway(
            create ->
                create
                    .subnetId(subnet)
                    .allocationId(address)
                    .clientToken(token.substring(0, Math.min(TOKEN_CHARACTERS, token.length())))
                    .tagSpecifications(tags(ResourceType.NATGATEWAY)));
    return "a NAT gateway is being made in " + subnet;
  }

  /**
   * The same token gives the same gateway back, also one that has failed; and who asks again an
   * hour later cannot know any more what failed before.
   */
  private String attempt(String subnet, List<NatGateway> all) {
    long failed =
        all.stream().filter(nat -> nat.subnetId().equals(subnet)).filter(NatGateways::gone).count();
    return failed + "-" + aws.clock().instant().truncatedTo(ChronoUnit.HOURS).getEpochSecond();
  }

  private void route(String table, String nat) {
    Optional<Route> way = way(table);
    if (way.map(Route::natGatewayId).filter(nat::equals).isPresent()) {
      return;
    }
    if (way.isPresent()) {
      // To a gateway that is gone: leads nowhere.
      ec2().deleteRoute(delete -> delete.routeTableId(table).destinationCidrBlock(ANYWHERE));
    }
    ec2()
        .createRoute(
            create -> create.routeTableId(table).destinationCidrBlock(ANYWHERE).natGatewayId(nat));
  }

  private Optional<Route> way(String table) {
    return ec2()
        .describeRouteTables(describe -> describe.routeTableIds(table))
        .routeTables()
        .stream()
        .flatMap(found -> found.routes().stream())
        .filter(route -> ANYWHERE.equals(route.destinationCidrBlock()))
        .findFirst();
  }

  private List<NatGateway> all() {
    return ec2().describeNatGateways(describe -> describe.filter(tagged())).natGateways();
  }

  private List<Address> addresses() {
    return ec2().describeAddresses(describe -> describe.filters(tagged())).addresses();
  }

  private List<Filter> tagged() {
    Names names = environment.names();
    return List.of(
        filter(TAG, VALUE),
        filter("pharos:app", names.app()),
        filter("pharos:environment", names.environment()));
  }

  private static Filter filter(String tag, String value) {
    return Filter.builder().name("tag:" + tag).values(value).build();
  }

  private TagSpecification tags(ResourceType type) {
    Names names = environment.names();
    return TagSpecification.builder()
        .resourceType(type)
        .tags(
            tag(TAG, VALUE),
            tag("pharos:app", names.app()),
            tag("pharos:environment", names.environment()))
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private Ec2Client ec2() {
    return aws.client(Ec2Client.class, environment.region());
  }
}
