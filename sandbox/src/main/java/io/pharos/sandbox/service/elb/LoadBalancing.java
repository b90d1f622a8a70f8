package io.pharos.sandbox.service.elb;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ec2.Instances;
import io.pharos.sandbox.service.ec2.Inventory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The parts of Elastic Load Balancing in one world, put together. */
public final class LoadBalancing {
  private final World world;
  private final Balancing balancing;
  private final TargetFleet fleet;
  private final Front front;

  public LoadBalancing(World world) {
    this.world = world;
    this.balancing = new Balancing(world.account());
    this.fleet = new TargetFleet(world, balancing);
    this.front = new Front(world, balancing, fleet);
  }

  public Map<String, Behavior> byType() {
    Inventory network = new Inventory(world);
    return Map.of(
        ElbTypes.LOAD_BALANCER, new LoadBalancers(balancing, network),
        ElbTypes.TARGET_GROUP, new TargetGroups(balancing, network, fleet),
        ElbTypes.LISTENER, new Listeners(balancing),
        ElbTypes.LISTENER_RULE, new ListenerRules(balancing));
  }

  public ElbApi api(String region, Instances instances) {
    return new ElbApi(
        balancing, fleet, instances, new LoadBalancers(balancing, new Inventory(world)), region);
  }

  public Front front() {
    return front;
  }

  public void register(String region, String targetGroupArn, String instanceId) {
    Resource group = balancing.targetGroup(region, targetGroupArn);
    fleet.register(group, instanceId, group.integer("port"));
  }

  public void deregister(String region, String targetGroupArn, String instanceId) {
    balancing
        .account()
        .find(ElbTypes.TARGET_GROUP, region, targetGroupArn)
        .ifPresent(group -> fleet.deregister(group, instanceId));
  }

  /** Registers an address on a port of its own, as a service does with its tasks. */
  public void register(String region, String targetGroupArn, String address, int port) {
    fleet.register(balancing.targetGroup(region, targetGroupArn), address, port);
  }

  /** What health checks say of the targets of each target group of a load balancer. */
  public Map<Resource, List<TargetHealthStateEnum>> health(Resource balancer) {
    Map<Resource, List<TargetHealthStateEnum>> health = new LinkedHashMap<>();
    for (Resource group : balancing.groupsOf(balancer)) {
      health.put(group, fleet.all(group).stream().map(Target::state).toList());
    }
    return health;
  }

  /** What health checks say of a target; empty when it is not registered. */
  public Optional<TargetHealthStateEnum> health(
      String region, String targetGroupArn, String target) {
    return balancing
        .account()
        .find(ElbTypes.TARGET_GROUP, region, targetGroupArn)
        .flatMap(group -> fleet.find(group, target))
        .map(Target::state);
  }

  /** Whether health checks have found the target unhealthy. */
  public boolean unhealthy(String region, String targetGroupArn, String instanceId) {
    return balancing
        .account()
        .find(ElbTypes.TARGET_GROUP, region, targetGroupArn)
        .flatMap(group -> fleet.find(group, instanceId))
        .filter(target -> target.state() == TargetHealthStateEnum.UNHEALTHY)
        .isPresent();
  }

  /** Why no target of the group is healthy, target by target. */
  public Optional<String> complaint(String region, String targetGroupArn) {
    return balancing
        .account()
        .find(ElbTypes.TARGET_GROUP, region, targetGroupArn)
        .filter(
            group ->
                fleet.all(group).stream()
                    .noneMatch(target -> target.state() == TargetHealthStateEnum.HEALTHY))
        .map(fleet::complaint);
  }
}
