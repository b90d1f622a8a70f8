package io.pharos.component;

import io.pharos.config.Cidr;
import io.pharos.config.NetworkSettings;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where the subnets of a Region lie: every zone has an equal block of the VPC with public, private
 * and isolated subnets from its start, as {@code awsx:ec2:Vpc} lays them out with the strategy
 * Auto, and the tools subnet at its end, where awsx puts nothing.
 */
record SubnetPlan(Cidr vpc, int zones) {
  private static final int TOOLS_PREFIX = 28;

  /** The zone's block from which on the subnets must shrink to fit. */
  private static final int ROOMY_ZONE_PREFIX = 20;

  static SubnetPlan of(NetworkSettings network, Position position) {
    return new SubnetPlan(network.cidr(position), network.zones());
  }

  int publicPrefix() {
    return 24 + shrink();
  }

  int privatePrefix() {
    return 22 + shrink();
  }

  int isolatedPrefix() {
    return 24 + shrink();
  }

  /** The application's subnets, one per zone. */
  List<Cidr> privateSubnets() {
    return perZone(zone -> next(publicSubnet(zone), privatePrefix()));
  }

  List<Cidr> isolatedSubnets() {
    return perZone(zone -> next(next(publicSubnet(zone), privatePrefix()), isolatedPrefix()));
  }

  /** The subnets of the functions that talk to the database, one per zone. */
  List<Cidr> toolsSubnets() {
    return perZone(zone -> zone(zone).last(TOOLS_PREFIX));
  }

  private Cidr publicSubnet(int zone) {
    return zone(zone).subnet(publicPrefix(), 0);
  }

  private Cidr zone(int index) {
    return vpc.subnet(zonePrefix(), index);
  }

  private int zonePrefix() {
    return vpc.prefix() + (zones > 2 ? 2 : 1);
  }

  private int shrink() {
    return Math.max(0, zonePrefix() - ROOMY_ZONE_PREFIX);
  }

  /** The first network of this prefix length behind another one. */
  private static Cidr next(Cidr previous, int prefix) {
    int last = previous.address() + (1 << (32 - previous.prefix())) - 1;
    int size = 1 << (32 - prefix);
    return new Cidr((last & -size) + size, prefix);
  }

  private List<Cidr> perZone(IntFunction<Cidr> subnet) {
    return IntStream.range(0, zones).mapToObj(subnet).toList();
  }
}
