package io.pharos.sandbox.service.accelerator;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.util.Map;
import java.util.Set;

/**
 * Endpoint groups: what of a Region an accelerator leads to, and how much of the traffic that would
 * come there does.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups.html">Endpoint
 *     groups</a>
 */
public final class EndpointGroups implements Behavior {
  private static final int MOST_WEIGHT = 255;
  private static final int MOST_ENDPOINTS = 10;

  private final World world;
  private final ControlPlane control;
  private final Edges edges;

  public EndpointGroups(World world, ControlPlane control, Edges edges) {
    this.world = world;
    this.control = control;
    this.edges = edges;
  }

  @Override
  public void create(Resource group) {
    control.requireAnswer();
    String listener = group.string("listenerArn");
    int port =
        AcceleratorListeners.port(control.listener(listener).maps("portRanges").get(0), "fromPort");
    String region = group.string("endpointGroupRegion");
    boolean taken =
        control.groups(listener).stream()
            .anyMatch(other -> other.string("endpointGroupRegion").equals(region));
    if (taken) {
      throw AcceleratorRefusal.of(
          "EndpointGroupAlreadyExistsException",
          "The endpoint group that you specified already exists: " + region);
    }
    check(group);
    String arn = listener + "/endpoint-group/" + Ids.hex("", 12, listener, region, group.name());
    group.id(arn);
    group.set("arn", arn);
    if (!group.has("healthCheckPort")) {
      group.set("healthCheckPort", port);
    }
    if (!group.has("trafficDialPercentage")) {
      group.set("trafficDialPercentage", 100.0);
    }
  }

  @Override
  public void update(Resource group, Map<String, Object> before) {
    control.requireAnswer();
    group.set("arn", before.get("arn"));
    check(group);
    // The provider waits until it is deployed.
    edges.turn(group);
  }

  @Override
  public void delete(Resource group) {
    control.requireAnswer();
    edges.forget(group);
  }

  @Override
  public void read(Resource group) {
    control.requireAnswer();
  }

  @Override
  public void start(Resource group) {
    edges.start(group);
  }

  void check(Resource group) {
    double dial = dial(group);
    if (dial < 0 || dial > 100) {
      throw AcceleratorRefusal.invalid("TrafficDialPercentage must be between 0 and 100: " + dial);
    }
    if (group.has("healthCheckIntervalSeconds")
        && !Set.of(10, 30).contains(group.integer("healthCheckIntervalSeconds"))) {
      throw AcceleratorRefusal.invalid(
          "HealthCheckIntervalSeconds must be 10 or 30: "
              + group.integer("healthCheckIntervalSeconds"));
    }
    if (group.has("thresholdCount")
        && (group.integer("thresholdCount") < 1 || group.integer("thresholdCount") > 10)) {
      throw AcceleratorRefusal.invalid(
          "ThresholdCount must be between 1 and 10: " + group.integer("thresholdCount"));
    }
    if (group.maps("endpointConfigurations").size() > MOST_ENDPOINTS) {
      throw AcceleratorRefusal.invalid("An endpoint group has at most 10 endpoints");
    }
    group.maps("endpointConfigurations").forEach(endpoint -> check(group, endpoint));
  }

  private void check(Resource group, Map<String, Object> endpoint) {
    if (endpoint.get("weight") instanceof Number weight
        && (weight.intValue() < 0 || weight.intValue() > MOST_WEIGHT)) {
      throw AcceleratorRefusal.invalid("The weight must be between 0 and 255: " + weight);
    }
    // Then AWS puts network interfaces and a security group of its own into the VPC, and leaves the
    // group there: nothing deletes the VPC until somebody has deleted that.
    if (Boolean.TRUE.equals(endpoint.get("clientIpPreservationEnabled"))) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate the preservation of client addresses");
    }
    String id = String.valueOf(endpoint.get("endpointId"));
    String region = group.string("endpointGroupRegion");
    boolean known =
        world
            .account()
            .find(ElbTypes.LOAD_BALANCER, region, id)
            .filter(balancer -> balancer.string("loadBalancerType").matches("(application)?"))
            .isPresent();
    if (!known) {
      throw AcceleratorRefusal.invalid(
          "The endpoint " + id + " is not found in the Region " + region + ".");
    }
  }

  static double dial(Resource group) {
    return group.value("trafficDialPercentage") instanceof Number dial ? dial.doubleValue() : 100;
  }
}
