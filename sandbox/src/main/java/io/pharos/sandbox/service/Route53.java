package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon Route 53: zones, records and health checks. Its data plane answers whatever Region is
 * dead.
 */
public final class Route53 implements Service {

  public Route53(World world) {}

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  /** Where a name leads now, or empty when no record answers for it. */
  public Optional<DnsAnswer> resolve(String name) {
    return Optional.empty();
  }
}
