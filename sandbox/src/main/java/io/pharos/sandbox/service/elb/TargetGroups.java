package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;
import static io.pharos.sandbox.service.elb.Balancing.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ec2.Inventory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Target groups of instances, with the health check that decides who gets requests. */
final class TargetGroups implements Behavior {
  private final Balancing balancing;
  private final Inventory network;
  private final TargetFleet fleet;

  TargetGroups(Balancing balancing, Inventory network, TargetFleet fleet) {
    this.balancing = balancing;
    this.network = network;
    this.fleet = fleet;
  }

  @Override
  public void create(Resource group) {
    checkName(group);
    settle(group, "targetType", "instance");
    if (!List.of("instance", "ip").contains(group.string("targetType"))) {
      throw new UnsupportedOperationException(
          "the sandbox has no targets of type " + group.string("targetType"));
    }
    for (String needed : List.of("port", "protocol", "vpcId")) {
      if (!group.has(needed)) {
        throw refusal("ValidationError", "A " + needed + " must be specified");
      }
    }
    String vpc = group.string("vpcId");
    if (network.find(Ec2Types.VPC, group.region(), vpc).isEmpty()) {
      throw refusal("ValidationError", "The VPC ID '" + vpc + "' is not found");
    }
    HealthCheck check = healthCheck(group);
    String prefix = balancing.arnPrefix(group.region());
    String suffix = "targetgroup/" + group.string("name") + "/";
    suffix += balancing.freshHash(group, prefix + suffix);
    Balancing.identify(group, prefix + suffix);
    group.set("arnSuffix", suffix).set("healthCheck", check.attributes());
    settle(group, "deregistrationDelay", 300);
    settle(group, "slowStart", 0);
    settle(group, "protocolVersion", "HTTP1");
    settle(group, "ipAddressType", "ipv4");
    settle(group, "loadBalancingAlgorithmType", "round_robin");
    settle(group, "loadBalancingAnomalyMitigation", "off");
    settle(group, "loadBalancingCrossZoneEnabled", "use_load_balancer_configuration");
    settle(group, "loadBalancerArns", List.of());
    if (!group.has("stickiness")) {
      Map<String, Object> stickiness = new LinkedHashMap<>();
      stickiness.put("cookieDuration", 86400);
      stickiness.put("cookieName", "");
      stickiness.put("enabled", false);
      stickiness.put("type", "lb_cookie");
      group.set("stickiness", stickiness);
    }
  }

  @Override
  public void update(Resource group, Map<String, Object> before) {
    group.set("healthCheck", healthCheck(group).attributes());
    Balancing.tagged(group);
  }

  @Override
  public void read(Resource group) {
    group.set("loadBalancerArns", balancing.userOf(group).stream().map(Resource::id).toList());
  }

  @Override
  public void delete(Resource group) {
    if (balancing.userOf(group).isPresent()) {
      throw refusal(
          "ResourceInUse",
          "Target group '" + group.id() + "' is currently in use by a listener or a rule");
    }
    fleet.forget(group);
  }

  private void checkName(Resource group) {
    String name = group.string("name");
    if (name.isEmpty()
        || name.length() > 32
        || !name.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")) {
      throw refusal(
          "ValidationError",
          "Target group name '"
              + name
              + "' must have 1 to 32 alphanumeric characters or hyphens, and must not begin or end"
              + " with a hyphen");
    }
    balancing
        .account()
        .first(ElbTypes.TARGET_GROUP, group.region(), other -> other.string("name").equals(name))
        .ifPresent(
            other -> {
              throw refusal(
                  "DuplicateTargetGroupName",
                  "A target group with the same name '"
                      + name
                      + "' exists, but with different settings");
            });
  }

  private static HealthCheck healthCheck(Resource group) {
    HealthCheck check = HealthCheck.of(group.map("healthCheck"));
    if (check.timeoutSeconds() >= check.intervalSeconds()) {
      throw refusal(
          "ValidationError",
          "Health check timeout '"
              + check.timeoutSeconds()
              + "' must be smaller than the interval '"
              + check.intervalSeconds()
              + "'");
    }
    range("HealthyThresholdCount", check.healthyThreshold(), 2, 10);
    range("UnhealthyThresholdCount", check.unhealthyThreshold(), 2, 10);
    range("HealthCheckIntervalSeconds", check.intervalSeconds(), 5, 300);
    range("HealthCheckTimeoutSeconds", check.timeoutSeconds(), 2, 120);
    if (!check.path().startsWith("/")) {
      throw refusal("ValidationError", "Health check path must begin with a '/' character");
    }
    return check;
  }

  private static void range(String what, int value, int low, int high) {
    if (value < low || value > high) {
      throw refusal(
          "ValidationError", what + " '" + value + "' must be between " + low + " and " + high);
    }
  }
}
