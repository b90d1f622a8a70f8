package io.pharos.sandbox.service.elb;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.app.Endpoint;
import io.pharos.sandbox.service.app.HttpReply;
import io.pharos.sandbox.service.app.HttpRequest;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ec2.Host;
import io.pharos.sandbox.service.ec2.Inventory;
import io.pharos.sandbox.service.elb.Target.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The targets of every target group and their health checks, which run on the clock. A check needs
 * what a request needs: the path from the load balancer and a process that answers.
 */
public final class TargetFleet {
  private final World world;
  private final Balancing balancing;
  private final Map<String, Map<String, Target>> byGroup = new HashMap<>();
  private final Memo<Resource, HealthCheck> checks;
  private final Memo<String, List<String>> zones;

  TargetFleet(World world, Balancing balancing) {
    this.world = world;
    this.balancing = balancing;
    this.checks = new Memo<>(world.account(), "aws:lb");
    this.zones = new Memo<>(world.account(), "aws:lb", "aws:ec2");
  }

  /** Registers an instance on the group's port, or on one of its own. */
  void register(Resource group, String instanceId, int port) {
    Map<String, Target> targets = targets(group);
    Target known = targets.get(instanceId);
    if (known != null && known.state() != TargetHealthStateEnum.DRAINING) {
      return;
    }
    Target target = new Target(instanceId, port);
    targets.put(instanceId, target);
    int interval = HealthCheck.of(group.map("healthCheck")).intervalSeconds() * 1000;
    Duration first = Duration.ofMillis(Math.floorMod(Ids.number(group.id(), instanceId), interval));
    world.clock().after(first, key(group, instanceId), () -> check(group, target));
  }

  /** Takes an instance out: no new requests at once, gone after the deregistration delay. */
  void deregister(Resource group, String instanceId) {
    Target target = targets(group).get(instanceId);
    if (target == null || target.state() == TargetHealthStateEnum.DRAINING) {
      return;
    }
    target.drain();
    world
        .clock()
        .after(
            Duration.ofSeconds(group.integer("deregistrationDelay")),
            key(group, instanceId),
            () -> targets(group).remove(instanceId, target));
  }

  void forget(Resource group) {
    byGroup.remove(group.id());
  }

  Collection<Target> all(Resource group) {
    return List.copyOf(targets(group).values());
  }

  Optional<Target> find(Resource group, String instanceId) {
    return Optional.ofNullable(targets(group).get(instanceId));
  }

  /** Who gets requests: the healthy ones, or all unhealthy ones when there is no other. */
  List<Target> candidates(Resource group) {
    List<Target> healthy = in(group, TargetHealthStateEnum.HEALTHY);
    return healthy.isEmpty() && in(group, TargetHealthStateEnum.INITIAL).isEmpty()
        ? in(group, TargetHealthStateEnum.UNHEALTHY)
        : healthy;
  }

  private List<Target> in(Resource group, TargetHealthStateEnum state) {
    return targets(group).values().stream().filter(target -> target.state() == state).toList();
  }

  private void check(Resource group, Target target) {
    boolean current =
        targets(group).get(target.id()) == target
            && target.state() != TargetHealthStateEnum.DRAINING
            && balancing.account().find(group.type(), group.region(), group.id()).isPresent();
    if (!current) {
      return;
    }
    HealthCheck check = checks.get(group, any -> HealthCheck.of(group.map("healthCheck")));
    if (!world.faults().dead(group.region())) {
      Optional<Resource> balancer = balancing.userOf(group);
      if (balancer.isEmpty()) {
        target.unused("Target group is not configured to receive traffic from the load balancer");
      } else if (!inEnabledZone(balancer.get(), target)) {
        target.unused(
            "Target is in an Availability Zone that is not enabled for the load balancer");
      } else {
        target.found(look(balancer.get(), target, check), check);
      }
    }
    world
        .clock()
        .after(
            Duration.ofSeconds(check.intervalSeconds()),
            key(group, target.id()),
            () -> check(group, target));
  }

  private boolean inEnabledZone(Resource balancer, Target target) {
    Optional<Host> host = world.service(Ec2.class).host(balancer.region(), target.id());
    return host.isEmpty()
        || zones.get(balancer.id(), any -> enabledZones(balancer)).contains(host.get().zone());
  }

  private List<String> enabledZones(Resource balancer) {
    Inventory inventory = world.service(Ec2.class).inventory();
    return balancer.strings("subnets").stream()
        .flatMap(id -> inventory.find(Ec2Types.SUBNET, balancer.region(), id).stream())
        .map(subnet -> subnet.string("availabilityZone"))
        .toList();
  }

  private Finding look(Resource balancer, Target target, HealthCheck check) {
    int port = check.port(target.port());
    Delivery delivery =
        deliver(balancer, target, port, new HttpRequest("GET", target.id(), check.path(), ""));
    if (delivery.reply().isEmpty()) {
      return delivery.refused()
          ? new Finding("Target.FailedHealthChecks", "Health checks failed", delivery.cause())
          : new Finding("Target.Timeout", "Request timed out", delivery.cause());
    }
    HttpReply reply = delivery.reply().get();
    return check.accepts(reply.status())
        ? Finding.SUCCESS
        : new Finding(
            "Target.ResponseCodeMismatch",
            "Health checks failed with these codes: [" + reply.status() + "]",
            "GET " + check.path() + " answers " + reply.status() + " " + reply.body());
  }

  /**
   * What became of a request on its way to a target.
   *
   * @param refused whether the connection was refused at once, rather than swallowed
   * @param cause why there is no reply
   */
  record Delivery(Optional<HttpReply> reply, boolean refused, String cause) {}

  /** Sends a request from the load balancer to the target. */
  Delivery deliver(Resource balancer, Target target, int port, HttpRequest request) {
    Ec2 ec2 = world.service(Ec2.class);
    Optional<Host> host = ec2.host(balancer.region(), target.id());
    Optional<String> down =
        host.map(Host::down).orElse(Optional.of("there is nothing at " + target.id()));
    if (down.isPresent()) {
      return new Delivery(Optional.empty(), false, down.get());
    }
    Optional<String> blocked = ec2.blocked(balancing.place(balancer), host.get().place(), port);
    if (blocked.isPresent()) {
      return new Delivery(
          Optional.empty(), false, "connection to port " + port + " blocked: " + blocked.get());
    }
    Optional<Endpoint> endpoint = host.get().endpoint(port);
    if (endpoint.isEmpty()) {
      return new Delivery(
          Optional.empty(),
          true,
          "connection to port " + port + " refused, nothing listens: " + host.get().story());
    }
    return new Delivery(Optional.of(endpoint.get().answer(request)), false, "");
  }

  private Map<String, Target> targets(Resource group) {
    return byGroup.computeIfAbsent(group.id(), id -> new TreeMap<>());
  }

  /** Why no target of the group is healthy, target by target. */
  String complaint(Resource group) {
    List<String> parts = new ArrayList<>();
    for (Target target : targets(group).values()) {
      String cause =
          target.finding().cause().isEmpty()
              ? target.finding().description()
              : target.finding().cause();
      parts.add(target.id() + " is " + target.state() + (cause.isEmpty() ? "" : ": " + cause));
    }
    return parts.isEmpty()
        ? "target group " + group.string("name") + " has no targets"
        : "no target of target group "
            + group.string("name")
            + " is healthy: "
            + String.join("; ", parts);
  }

  private static String key(Resource group, String instanceId) {
    return "elb/" + group.id() + "/" + instanceId;
  }
}
