package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import java.util.List;
import java.util.Optional;

/**
 * Where a function's packets start: in Lambda's own network, from where everything public can be
 * reached, or in its VPC, where it has no public address and every way must have been built.
 */
final class FunctionNetwork {
  private static final int HTTPS = 443;

  private final World world;
  private final NetworkSource place;

  FunctionNetwork(World world, Functions.Version version) {
    this.world = world;
    var vpc = version.as().map("vpcConfig");
    List<String> subnets = FunctionRules.ids(vpc, "subnetIds");
    this.place =
        subnets.isEmpty()
            ? null
            : new NetworkSource(
                version.function().region(), subnets, FunctionRules.ids(vpc, "securityGroupIds"));
  }

  /** Its place in a VPC; empty when it runs outside. */
  Optional<NetworkSource> place() {
    return Optional.ofNullable(place);
  }

  /** What keeps it from the internet; empty when nothing does. */
  Optional<String> internetBlocked() {
    return place().flatMap(from -> world.service(Ec2.class).internetBlocked(from, HTTPS));
  }

  /**
   * What keeps it from an AWS service; empty when nothing does.
   *
   * @param service as in endpoint names, such as {@code ssm}
   */
  Optional<String> awsBlocked(String region, String service) {
    if (place == null) {
      return Optional.empty();
    }
    return region.equals(place.region())
        ? world.service(Ec2.class).awsBlocked(place, service)
        : internetBlocked();
  }
}
