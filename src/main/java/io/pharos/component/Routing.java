package io.pharos.component;

import com.pulumi.aws.route53.HealthCheck;
import com.pulumi.aws.route53.HealthCheckArgs;
import com.pulumi.aws.route53.Record;
import com.pulumi.aws.route53.RecordArgs;
import com.pulumi.aws.route53.Route53Functions;
import com.pulumi.aws.route53.inputs.GetZoneArgs;
import com.pulumi.aws.route53.inputs.RecordAliasArgs;
import com.pulumi.aws.route53.inputs.RecordFailoverRoutingPolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import io.pharos.config.RoutingSettings;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends users to the Region that serves, without anybody calling the Route 53 control plane:
 * PRIMARY is healthy only while the secondary Region says neither quickly (endpoint) nor lastingly
 * (metric) that it has taken over. A dead secondary says nothing, so PRIMARY stays; when both
 * records are unhealthy, Route 53 answers PRIMARY.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
public final class Routing extends PharosComponent {
  private static final int SLOW_SECONDS = 30;

  private final Output<String> zoneId;
  private final RoutingSettings settings;
  private final CustomResourceOptions child;

  /** What Route 53 needs to know of a Region. */
  public record Endpoint(
      String region,
      Output<String> loadBalancerDnsName,
      Output<String> loadBalancerZoneId,
      Output<String> trafficAlarmName) {}

  public Routing(
      String name,
      Settings all,
      Map<Position, Endpoint> endpoints,
      Optional<Accelerator> accelerator,
      ComponentResourceOptions options) {
    super("Routing", name, options);
    this.child = child();
    this.settings = all.routing();
    this.zoneId =
        Route53Functions.getZone(
                GetZoneArgs.builder().name(settings.hostedZone()).build(), invoke())
            .applyValue(zone -> zone.zoneId());
    Map<Position, Endpoint> regions = new EnumMap<>(endpoints);
    regions.forEach((position, endpoint) -> regionalRecord(name, position, endpoint));
    if (all.rehearsesCompute()) {
      regions.forEach((position, endpoint) -> rehearsalRecord(name, position, endpoint));
    }

    switch (settings.via()) {
      case DNS -> failover(name, regions);
      case ACCELERATOR -> throughAccelerator(name, accelerator.orElseThrow());
      case BOTH -> {
        failover(name, regions);
        new Record(
            name + "-accelerator",
            RecordArgs.builder()
                .zoneId(zoneId)
                .name(Names.acceleratedEndpoint(settings.domain()))
                .type("A")
                .aliases(alias(accelerator.orElseThrow()))
                .build(),
            child);
      }
    }
    application(name);
    registerOutputs(Map.of("zoneId", zoneId));
  }

  /** The pair of records of which one answers. */
  private void failover(String name, Map<Position, Endpoint> regions) {
    HealthCheck quick = takeoverSignal(name);
    HealthCheck lasting =
        traffic(name + "-taken-over", "taken over", regions.get(Position.SECONDARY));
    HealthCheck primary = primary(name, quick, lasting);
    HealthCheck secondary =
        traffic(name + "-reclaimed", "reclaimed", regions.get(Position.PRIMARY));
    failoverRecord(name, Position.PRIMARY, regions.get(Position.PRIMARY), primary);
    failoverRecord(name, Position.SECONDARY, regions.get(Position.SECONDARY), secondary);
  }

  /**
   * One half of such a pair, which always answers: so a running system can be given an accelerator,
   * or lose it, in one update, for Route 53 takes no plain record beside a pair.
   */
  private void throughAccelerator(String name, Accelerator accelerator) {
    new Record(
        name + "-users-" + Position.PRIMARY.word(),
        users(Position.PRIMARY).aliases(alias(accelerator)).build(),
        child);
  }

  private RecordArgs.Builder users(Position position) {
    return RecordArgs.builder()
        .zoneId(zoneId)
        .name(settings.domain())
        .type("A")
        .setIdentifier(position.word())
        .failoverRoutingPolicies(
            RecordFailoverRoutingPolicyArgs.builder()
                .type(position == Position.PRIMARY ? "PRIMARY" : "SECONDARY")
                .build());
  }

  private static RecordAliasArgs alias(Accelerator accelerator) {
    return RecordAliasArgs.builder()
        .name(accelerator.dnsName())
        .zoneId(accelerator.zoneId())
        .evaluateTargetHealth(false)
        .build();
  }

  public Output<String> hostedZoneId() {
    return zoneId;
  }

  /**
   * The name that always leads to one Region, whoever serves: for beacons, health checks and
   * people.
   */
  private void regionalRecord(String name, Position position, Endpoint endpoint) {
    new Record(
        name + "-" + position.word(),
        RecordArgs.builder()
            .zoneId(zoneId)
            .name(Names.regionalEndpoint(position, settings.domain()))
            .type("A")
            .aliases(alias(endpoint))
            .build(),
        child);
  }

  /**
   * The name under which a Region serves a rehearsal's test user; nothing answers while none is
   * played.
   */
  private void rehearsalRecord(String name, Position position, Endpoint endpoint) {
    new Record(
        name + "-rehearsal-" + position.word(),
        RecordArgs.builder()
            .zoneId(zoneId)
            .name(Names.rehearsalEndpoint(position, settings.domain()))
            .type("A")
            .aliases(alias(endpoint))
            .build(),
        child);
  }

  private void failoverRecord(
      String name, Position position, Endpoint endpoint, HealthCheck healthCheck) {
    new Record(
        name + "-users-" + position.word(),
        users(position).healthCheckId(healthCheck.id()).aliases(alias(endpoint)).build(),
        child);
  }

  /**
   * A target group without targets is unhealthy: evaluating it would send users back to a dead
   * Region.
   */
  private static RecordAliasArgs alias(Endpoint endpoint) {
    return RecordAliasArgs.builder()
        .name(endpoint.loadBalancerDnsName())
        .zoneId(endpoint.loadBalancerZoneId())
        .evaluateTargetHealth(false)
        .build();
  }

  /** Quick: unhealthy as soon as the secondary's load balancer answers 200 at the takeover path. */
  private HealthCheck takeoverSignal(String name) {
    return new HealthCheck(
        name + "-takeover-signal",
        endpoint(Names.regionalEndpoint(Position.SECONDARY, settings.domain()), "/.pharos/takeover")
            .requestInterval(Cadence.seconds(Cadence.TAKEOVER_CHECK))
            .failureThreshold(Cadence.TAKEOVER_CHECKS)
            .invertHealthcheck(true)
            .tags(Map.of("Name", settings.domain() + " takeover signal"))
            .build(),
        child);
  }

  /** Lasting: unhealthy while a Region says, once a minute, that it has the traffic on purpose. */
  private HealthCheck traffic(String name, String what, Endpoint endpoint) {
    return new HealthCheck(
        name,
        HealthCheckArgs.builder()
            .type("CLOUDWATCH_METRIC")
            .cloudwatchAlarmName(endpoint.trafficAlarmName())
            .cloudwatchAlarmRegion(endpoint.region())
            .insufficientDataHealthStatus("LastKnownStatus")
            // Route 53 copies the alarm's definition; a new name is the only edit that Pharos makes
            // to it.
            .triggers(endpoint.trafficAlarmName().applyValue(alarm -> Map.of("alarm", alarm)))
            .tags(Map.of("Name", settings.domain() + " " + what))
            .build(),
        child);
  }

  private HealthCheck primary(String name, HealthCheck quick, HealthCheck lasting) {
    return new HealthCheck(
        name + "-primary-serves",
        HealthCheckArgs.builder()
            .type("CALCULATED")
            .childHealthThreshold(2)
            .childHealthchecks(Output.all(quick.id(), lasting.id()))
            .tags(Map.of("Name", settings.domain() + " primary serves"))
            .build(),
        child);
  }

  /** Shows how the application does; it neither routes nor triggers. */
  private void application(String name) {
    new HealthCheck(
        name + "-application",
        endpoint(settings.domain(), "/healthz")
            .requestInterval(SLOW_SECONDS)
            .failureThreshold(3)
            .tags(Map.of("Name", settings.domain() + " application"))
            .build(),
        child);
  }

  private HealthCheckArgs.Builder endpoint(String host, String path) {
    boolean tls = settings.certificate().isPresent();
    return HealthCheckArgs.builder()
        .type(tls ? "HTTPS" : "HTTP")
        .port(tls ? 443 : 80)
        .enableSni(tls)
        .fqdn(host)
        .resourcePath(path);
  }
}
