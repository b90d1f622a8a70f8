package io.pharos.component.awsx;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;

/** The arguments of {@link Vpc} that Pharos uses. */
public final class VpcArgs extends ResourceArgs {
  @Import(name = "cidrBlock")
  private final String cidrBlock;

  @Import(name = "numberOfAvailabilityZones")
  private final Integer numberOfAvailabilityZones;

  @Import(name = "enableDnsHostnames")
  private final Output<Boolean> enableDnsHostnames = Output.of(true);

  @Import(name = "subnetStrategy")
  private final String subnetStrategy = "Auto";

  @Import(name = "subnetSpecs")
  private final List<SubnetSpecArgs> subnetSpecs;

  @Import(name = "natGateways")
  private final NatGatewayConfigurationArgs natGateways;

  @Import(name = "tags")
  private final Output<Map<String, String>> tags;

  public VpcArgs(
      String cidrBlock,
      int numberOfAvailabilityZones,
      List<SubnetSpecArgs> subnetSpecs,
      NatGatewayConfigurationArgs natGateways,
      Map<String, String> tags) {
    this.cidrBlock = cidrBlock;
    this.numberOfAvailabilityZones = numberOfAvailabilityZones;
    this.subnetSpecs = List.copyOf(subnetSpecs);
    this.natGateways = natGateways;
    this.tags = Output.of(tags);
  }
}
