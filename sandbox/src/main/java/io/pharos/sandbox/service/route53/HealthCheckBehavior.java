package io.pharos.sandbox.service.route53;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.cloudwatch.AlarmDefinition;
import io.pharos.sandbox.service.cloudwatch.MetricSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Health checks of endpoints, of metrics, and of other health checks. */
public final class HealthCheckBehavior implements Behavior {
  private static final Set<String> INSUFFICIENT =
      Set.of("", "Healthy", "Unhealthy", "LastKnownStatus");

  private final World world;
  private final HealthChecks checks;

  public HealthCheckBehavior(World world, HealthChecks checks) {
    this.world = world;
    this.checks = checks;
  }

  @Override
  public void create(Resource check) {
    check(check);
    String id =
        Ids.hex("", 32, check.name())
            .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    check.id(id);
    check.set("arn", "arn:aws:route53:::healthcheck/" + id);
    if (metric(check)) {
      checks.copyDefinition(check);
    }
  }

  /** Route 53 reads the alarm's definition again with every update of the check. */
  @Override
  public void update(Resource check, Map<String, Object> before) {
    check.set("arn", before.get("arn"));
    check(check);
    if (metric(check)) {
      checks.copyDefinition(check);
    }
  }

  @Override
  public void delete(Resource check) {
    boolean used =
        world.account().list(HealthChecks.TYPE, check.region()).stream()
            .anyMatch(other -> other.strings("childHealthchecks").contains(check.id()));
    if (used) {
      throw Route53Refusal.of(
          "HealthCheckInUse",
          "The health check " + check.id() + " is still referenced from parent health checks.");
    }
    checks.forget(check);
  }

  @Override
  public void start(Resource check) {
    checks.start(check);
  }

  private static boolean metric(Resource check) {
    return check.string("type").equals("CLOUDWATCH_METRIC");
  }

  private void check(Resource check) {
    switch (check.string("type")) {
      case "HTTP", "HTTPS" -> checkEndpoint(check);
      case "CALCULATED" -> checkChildren(check);
      case "CLOUDWATCH_METRIC" -> checkAlarm(check);
      default ->
          throw new UnsupportedOperationException(
              "the sandbox does not simulate health checks of type " + check.string("type"));
    }
  }

  private static void checkEndpoint(Resource check) {
    if (!check.has("fqdn") && !check.has("ipAddress")) {
      throw Route53Refusal.input("Either FullyQualifiedDomainName or IPAddress is required.");
    }
    int interval = check.has("requestInterval") ? check.integer("requestInterval") : 30;
    if (interval != 10 && interval != 30) {
      throw Route53Refusal.input("RequestInterval must be 10 or 30, not " + interval);
    }
    int threshold = check.has("failureThreshold") ? check.integer("failureThreshold") : 3;
    if (threshold < 1 || threshold > 10) {
      throw Route53Refusal.input("FailureThreshold must be between 1 and 10, not " + threshold);
    }
    if (check.has("resourcePath") && !check.string("resourcePath").startsWith("/")) {
      throw Route53Refusal.input("ResourcePath must start with /: " + check.string("resourcePath"));
    }
  }

  private void checkChildren(Resource check) {
    List<String> children = check.strings("childHealthchecks");
    if (children.isEmpty() || !check.has("childHealthThreshold")) {
      throw Route53Refusal.input("ChildHealthChecks and HealthThreshold are required.");
    }
    for (String child : children) {
      if (world.account().find(HealthChecks.TYPE, check.region(), child).isEmpty()) {
        throw Route53Refusal.input("The child health check " + child + " does not exist.");
      }
    }
  }

  private void checkAlarm(Resource check) {
    if (!INSUFFICIENT.contains(check.string("insufficientDataHealthStatus"))) {
      throw Route53Refusal.input(
          "InsufficientDataHealthStatus is invalid: "
              + check.string("insufficientDataHealthStatus"));
    }
    String region = check.string("cloudwatchAlarmRegion");
    String name = check.string("cloudwatchAlarmName");
    Optional<AlarmDefinition> definition = world.service(CloudWatch.class).definition(region, name);
    if (definition.isEmpty()) {
      throw Route53Refusal.input(
          "The CloudWatch alarm '" + name + "' in Region " + region + " does not exist.");
    }
    if (!(definition.get().source() instanceof MetricSource.Single single)
        || single.statistic().startsWith("p")) {
      throw Route53Refusal.input(
          "Route 53 supports only alarms on one standard statistic: " + name);
    }
    if (definition.get().datapointsToAlarm() != definition.get().evaluationPeriods()) {
      throw Route53Refusal.input("Route 53 does not support \"M out of N\" alarms: " + name);
    }
  }
}
