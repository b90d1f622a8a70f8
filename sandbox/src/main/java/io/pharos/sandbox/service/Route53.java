package io.pharos.sandbox.service;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.route53.HealthCheckBehavior;
import io.pharos.sandbox.service.route53.HealthChecks;
import io.pharos.sandbox.service.route53.RecordBehavior;
import io.pharos.sandbox.service.route53.Resolver;
import io.pharos.sandbox.service.route53.Zones;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Amazon Route 53: zones, records and health checks. Its data plane answers whatever Region is
 * dead.
 */
public final class Route53 implements Service {
  private final Zones zones;
  private final HealthChecks checks;
  private final Resolver resolver;
  private final Map<String, Behavior> behaviors;

  public Route53(World world) {
    this(world, (from, url, timeout) -> answers(world.service(Internet.class), from, url, timeout));
  }

  Route53(World world, HealthChecks.Endpoint endpoint) {
    this.zones = new Zones(world);
    this.checks = new HealthChecks(world, endpoint);
    this.resolver = new Resolver(world, zones, checks);
    this.behaviors =
        Map.of(
            Zones.ZONE,
            zones,
            "aws:route53/record:Record",
            new RecordBehavior(world, zones),
            "aws:route53/healthCheck:HealthCheck",
            new HealthCheckBehavior(world, checks));
  }

  /** A checker is content with any status of the 200s and 300s. */
  private static boolean answers(Internet internet, String from, String url, Duration timeout) {
    try {
      int status = internet.get(from, url, timeout).status();
      return status >= 200 && status < 400;
    } catch (WebUnreachable e) {
      return false;
    }
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  /** Where a name leads now, or empty when no record answers for it. */
  public Optional<DnsAnswer> resolve(String name) {
    return resolver.resolve(name);
  }

  /** Whether a health check holds what it looks at for healthy, inversion included. */
  public boolean healthy(String healthCheckId) {
    return checks.healthy(healthCheckId);
  }
}
