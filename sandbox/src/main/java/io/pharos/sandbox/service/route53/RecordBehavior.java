package io.pharos.sandbox.service.route53;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records: plain, alias and failover ones, with the checks of ChangeResourceRecordSets. */
public final class RecordBehavior implements Behavior {
  private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME", "TXT", "CAA", "MX", "NS");
  private static final List<String> OTHER_POLICIES =
      List.of(
          "weightedRoutingPolicies",
          "latencyRoutingPolicies",
          "geolocationRoutingPolicies",
          "geoproximityRoutingPolicy",
          "cidrRoutingPolicy",
          "multivalueAnswerRoutingPolicy");

  private final World world;
  private final Zones zones;

  public RecordBehavior(World world, Zones zones) {
    this.world = world;
    this.zones = zones;
  }

  @Override
  public void create(Resource record) {
    check(record);
    String fqdn = fqdn(record);
    for (Resource other : zones.records(fqdn)) {
      checkBeside(record, other);
    }
    String set = record.string("setIdentifier");
    record.id(
        record.string("zoneId")
            + "_"
            + fqdn
            + "_"
            + record.string("type")
            + (set.isEmpty() ? "" : "_" + set));
    record.set("fqdn", fqdn);
  }

  @Override
  public void update(Resource record, Map<String, Object> before) {
    check(record);
    record.set("fqdn", fqdn(record));
  }

  private String fqdn(Resource record) {
    String zone = zones.zone(record.string("zoneId")).orElseThrow().string("name");
    String name = Zones.plain(record.string("name"));
    return name.isEmpty()
        ? zone
        : name.equals(zone) || name.endsWith("." + zone) ? name : name + "." + zone;
  }

  private void check(Resource record) {
    if (zones.zone(record.string("zoneId")).isEmpty()) {
      throw Route53Refusal.of(
          "NoSuchHostedZone", "No hosted zone found with ID: " + record.string("zoneId"));
    }
    if (!TYPES.contains(record.string("type"))) {
      throw Route53Refusal.input("Invalid record type: " + record.string("type"));
    }
    for (String policy : OTHER_POLICIES) {
      if (record.has(policy)) {
        throw new UnsupportedOperationException("the sandbox does not simulate " + policy);
      }
    }
    boolean alias = !record.maps("aliases").isEmpty();
    if (alias == record.has("records") || alias == record.has("ttl")) {
      throw Route53Refusal.change(
          "Invalid request: a record has either an alias target, or records and a ttl");
    }
    if (alias) {
      checkAlias(record, record.maps("aliases").get(0));
    }
    checkFailover(record, alias);
    String check = record.string("healthCheckId");
    if (!check.isEmpty()
        && world.account().find(HealthChecks.TYPE, record.region(), check).isEmpty()) {
      throw Route53Refusal.change("No health check found with ID: " + check);
    }
  }

  private void checkAlias(Resource record, Map<String, Object> alias) {
    String target = String.valueOf(alias.get("name"));
    String zoneId = String.valueOf(alias.get("zoneId"));
    boolean inZone =
        zoneId.equals(record.string("zoneId"))
            ? zones.records(target).stream()
                .anyMatch(other -> other.string("type").equals(record.string("type")))
            : zones
                .loadBalancer(target)
                .map(balancer -> balancer.string("zoneId").equals(zoneId))
                .orElseGet(
                    () ->
                        zoneId.equals(AcceleratorTypes.ZONE_ID)
                            && zones.accelerator(target).isPresent());
    if (!inZone) {
      throw Route53Refusal.change(
          "Tried to create an alias that targets "
              + target
              + "., type "
              + record.string("type")
              + " in zone "
              + zoneId
              + ", but the alias target name does not lie within the target zone");
    }
  }

  private static void checkFailover(Resource record, boolean alias) {
    List<Map<String, Object>> policies = record.maps("failoverRoutingPolicies");
    if (policies.isEmpty()) {
      return;
    }
    Object type = policies.get(0).get("type");
    if (!"PRIMARY".equals(type) && !"SECONDARY".equals(type)) {
      throw Route53Refusal.input("Value '" + type + "' at 'failover' is invalid.");
    }
    if (!record.has("setIdentifier")) {
      throw Route53Refusal.change("A failover record needs a SetIdentifier");
    }
    if ("PRIMARY".equals(type) && !alias && !record.has("healthCheckId")) {
      throw Route53Refusal.change("Missing health check ID for failover PRIMARY record");
    }
  }

  private static void checkBeside(Resource record, Resource other) {
    String what = "[name='" + other.string("fqdn") + ".', type='" + record.string("type") + "'";
    boolean sameType = other.string("type").equals(record.string("type"));
    if (!sameType) {
      if (other.string("type").equals("CNAME") || record.string("type").equals("CNAME")) {
        throw Route53Refusal.change(
            "RRSet of type CNAME with DNS name "
                + other.string("fqdn")
                + ". is not permitted as another RRSet exists with that name");
      }
      return;
    }
    String set = record.string("setIdentifier");
    boolean mixed = other.has("setIdentifier") == set.isEmpty();
    if (mixed) {
      throw Route53Refusal.change(
          "RRSet with DNS name "
              + other.string("fqdn")
              + "., type "
              + record.string("type")
              + " cannot be created as a non-simple and a simple record exist with the same name");
    }
    Object role = role(record);
    if (other.string("setIdentifier").equals(set) || role != null && role.equals(role(other))) {
      throw Route53Refusal.change(
          "Tried to create resource record set "
              + what
              + (set.isEmpty() ? "" : ", set identifier='" + set + "'")
              + "] but it already exists");
    }
  }

  /** PRIMARY or SECONDARY, or null. */
  static Object role(Resource record) {
    List<Map<String, Object>> policies = record.maps("failoverRoutingPolicies");
    return policies.isEmpty() ? null : policies.get(0).get("type");
  }
}
