package io.pharos.config;

import io.pharos.recovery.contract.Position;

/**
 * The network of each Region: the same shape, other addresses.
 *
 * @param interfaceEndpoints whether AWS's services are reached without leaving the network
 */
public record NetworkSettings(
    int zones,
    NatGateways natGateways,
    Cidr primaryCidr,
    Cidr secondaryCidr,
    boolean interfaceEndpoints) {

  public Cidr cidr(Position position) {
    return switch (position) {
      case PRIMARY -> primaryCidr;
      case SECONDARY -> secondaryCidr;
    };
  }
}
