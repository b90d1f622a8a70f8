package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Route;

/** An address, a NAT gateway that has it, a route through it, and their end. */
abstract class NatGatewayContract {
  private static final String ANYWHERE = "0.0.0.0/0";

  private final Ec2Client ec2;
  private final ContractWorld world;

  NatGatewayContract(ContractWorld world) {
    this.world = world;
    this.ec2 = world.client(Ec2Client.class);
  }

  private String allocate() {
    return ec2.allocateAddress(
            allocate ->
                allocate
                    .domain("vpc")
                    .tagSpecifications(
                        tags ->
                            tags.resourceType(ResourceType.ELASTIC_IP)
                                .tags(tag -> tag.key("pharos:posture").value("nat"))))
        .allocationId();
  }

  private NatGateway create(String address, String token) {
    return ec2.createNatGateway(
            create ->
                create
                    .subnetId(world.publicSubnet().subnetId())
                    .allocationId(address)
                    .clientToken(token)
                    .tagSpecifications(
                        tags ->
                            tags.resourceType(ResourceType.NATGATEWAY)
                                .tags(tag -> tag.key("pharos:posture").value("nat"))))
        .natGateway();
  }

  private List<NatGateway> tagged() {
    return ec2.describeNatGateways(
            describe -> describe.filter(by -> by.name("tag:pharos:posture").values("nat")))
        .natGateways();
  }

  private List<Address> addresses() {
    return ec2.describeAddresses(
            describe -> describe.filters(by -> by.name("tag:pharos:posture").values("nat")))
        .addresses();
  }

  private List<String> ways() {
    String table = world.publicSubnet().routeTableId();
    return ec2
        .describeRouteTables(describe -> describe.routeTableIds(table))
        .routeTables()
        .get(0)
        .routes()
        .stream()
        .filter(route -> ANYWHERE.equals(route.destinationCidrBlock()))
        .map(Route::natGatewayId)
        .toList();
  }

  @Test
  void allocateAddress_isFoundByItsTag_untilItIsReleased() {
    String address = allocate();

    assertThat(addresses()).extracting(Address::allocationId).containsExactly(address);
    ec2.releaseAddress(release -> release.allocationId(address));
    assertThat(addresses()).isEmpty();
  }

  @Test
  void createNatGateway_becomesAvailable_withItsAddress() {
    String address = allocate();
    NatGateway begun = create(address, "token-1");
    world.settle();

    assertThat(tagged())
        .singleElement()
        .satisfies(
            nat -> {
              assertThat(nat.natGatewayId()).isEqualTo(begun.natGatewayId());
              assertThat(nat.state()).isEqualTo(NatGatewayState.AVAILABLE);
              assertThat(nat.natGatewayAddresses().get(0).allocationId()).isEqualTo(address);
            });
  }

  @Test
  void createRoute_leadsThroughIt_untilItIsDeleted() {
    NatGateway nat = create(allocate(), "token-1");
    world.settle();
    String table = world.publicSubnet().routeTableId();
    ec2.createRoute(
        create ->
            create
                .routeTableId(table)
                .destinationCidrBlock(ANYWHERE)
                .natGatewayId(nat.natGatewayId()));

    assertThat(ways()).containsExactly(nat.natGatewayId());
    ec2.deleteRoute(delete -> delete.routeTableId(table).destinationCidrBlock(ANYWHERE));
    assertThat(ways()).isEmpty();
  }

  @Test
  void deleteNatGateway_isGoneLater_andItsAddressCanBeReleased() {
    String address = allocate();
    NatGateway nat = create(address, "token-1");
    world.settle();
    ec2.deleteNatGateway(delete -> delete.natGatewayId(nat.natGatewayId()));
    world.settle();

    assertThat(tagged())
        .allSatisfy(each -> assertThat(each.state()).isEqualTo(NatGatewayState.DELETED));
    ec2.releaseAddress(release -> release.allocationId(address));
    assertThat(addresses()).isEmpty();
  }

  @Test
  void releaseAddress_thatIsNotThere_isRefused() {
    assertThat(
            Refused.by(
                () -> ec2.releaseAddress(each -> each.allocationId("eipalloc-0123456789abcdef0"))))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidAllocationID.NotFound"));
  }
}
