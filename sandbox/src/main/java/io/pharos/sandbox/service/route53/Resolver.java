package io.pharos.sandbox.service.route53;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.DnsAnswer;
import io.pharos.sandbox.service.ElasticLoadBalancing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Route 53's answers. A failover pair answers PRIMARY while that is healthy, else SECONDARY while
 * that one is, and PRIMARY again when neither is.
 */
public final class Resolver {
  private static final int LONGEST_CHAIN = 8;

  private final World world;
  private final Zones zones;
  private final HealthChecks checks;

  public Resolver(World world, Zones zones, HealthChecks checks) {
    this.world = world;
    this.zones = zones;
    this.checks = checks;
  }

  /** Where a name leads, through every alias and CNAME. */
  public Optional<DnsAnswer> resolve(String name) {
    return resolve(name, Integer.MAX_VALUE, 0);
  }

  private Optional<DnsAnswer> resolve(String name, int ttlSeconds, int depth) {
    if (depth > LONGEST_CHAIN) {
      return Optional.empty();
    }
    Optional<Resource> balancer = zones.loadBalancer(name);
    if (balancer.isPresent()) {
      return Optional.of(
          new DnsAnswer(balancer.get().string("dnsName"), Math.min(ttlSeconds, aliasTtl())));
    }
    if (zones.accelerator(name).isPresent()) {
      return Optional.of(new DnsAnswer(name, Math.min(ttlSeconds, aliasTtl())));
    }
    return answering(name)
        .flatMap(
            record -> {
              List<Map<String, Object>> aliases = record.maps("aliases");
              if (!aliases.isEmpty()) {
                String target = String.valueOf(aliases.get(0).get("name"));
                return resolve(target, ttlSeconds, depth + 1);
              }
              return resolve(
                  record.strings("records").get(0),
                  Math.min(ttlSeconds, record.integer("ttl")),
                  depth + 1);
            });
  }

  private int aliasTtl() {
    return (int) world.latency().median("dns.aliasTtl").toSeconds();
  }

  /** The one record that answers for a name now. */
  private Optional<Resource> answering(String name) {
    List<Resource> records =
        zones.records(name).stream()
            .filter(r -> r.string("type").equals("A") || r.string("type").equals("CNAME"))
            .toList();
    Optional<Resource> primary = with(records, "PRIMARY");
    Optional<Resource> secondary = with(records, "SECONDARY");
    if (primary.isEmpty() && secondary.isEmpty()) {
      return records.stream().findFirst();
    }
    return primary
        .filter(this::healthy)
        .or(() -> secondary.filter(this::healthy))
        .or(() -> primary)
        .or(() -> secondary);
  }

  private static Optional<Resource> with(List<Resource> records, String role) {
    return records.stream().filter(record -> role.equals(RecordBehavior.role(record))).findFirst();
  }

  private boolean healthy(Resource record) {
    String check = record.string("healthCheckId");
    return (check.isEmpty() || checks.healthy(check)) && targetHealthy(record);
  }

  /**
   * Evaluating target health asks the load balancer: it is healthy while each of its target groups
   * has a healthy target, so one without targets is not (Route 53 developer guide,
   * "EvaluateTargetHealth").
   */
  private boolean targetHealthy(Resource record) {
    return record.maps("aliases").stream()
        .filter(alias -> Boolean.TRUE.equals(alias.get("evaluateTargetHealth")))
        .map(alias -> zones.loadBalancer(String.valueOf(alias.get("name"))))
        .allMatch(balancer -> balancer.filter(this::balancerHealthy).isPresent());
  }

  private boolean balancerHealthy(Resource balancer) {
    if (world.faults().of(balancer.region()).isPresent()) {
      return false;
    }
    return world.service(ElasticLoadBalancing.class).everyGroupServes(balancer);
  }
}
