package io.pharos.component.awsx;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;

/** How many NAT gateways {@link Vpc} makes. */
public final class NatGatewayConfigurationArgs extends ResourceArgs {
  @Import(name = "strategy", required = true)
  private final String strategy;

  /**
   * @param strategy OnePerAz, Single or None
   */
  public NatGatewayConfigurationArgs(String strategy) {
    this.strategy = strategy;
  }
}
