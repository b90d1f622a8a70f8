package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.elb.ElbTypes;
import io.pharos.sandbox.service.elb.Front;
import io.pharos.sandbox.service.elb.LoadBalancing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Elastic Load Balancing: application load balancers, whose targets are looked after on the clock.
 */
public final class ElasticLoadBalancing implements Service {
  private final World world;
  private final LoadBalancing parts;
  private final Memo<String, Optional<Resource>> named;

  public ElasticLoadBalancing(World world) {
    this.world = world;
    this.parts = new LoadBalancing(world);
    this.named = new Memo<>(world.account(), "aws:lb");
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return parts.byType();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        ElasticLoadBalancingV2Client.class,
        (region, caller) -> parts.api(region, world.service(Ec2.class).instances()));
  }

  /** The load balancer with this DNS name, in any Region. */
  public Optional<Resource> byDnsName(String dnsName) {
    return named.get(dnsName, this::find);
  }

  private Optional<Resource> find(String dnsName) {
    return regions(dnsName).stream()
        .flatMap(
            region ->
                world
                    .account()
                    .first(
                        ElbTypes.LOAD_BALANCER,
                        region,
                        each -> each.string("dnsName").equalsIgnoreCase(dnsName))
                    .stream())
        .findFirst();
  }

  /** The name says the Region: {@code name-1.eu-west-1.elb.amazonaws.com}. */
  private static List<String> regions(String dnsName) {
    String[] labels = dnsName.split("\\.");
    return labels.length > 1 ? List.of(labels[1]) : List.of();
  }

  /**
   * Whether each of its target groups has a healthy target: what Route 53 and Global Accelerator
   * hold for a healthy load balancer. A target group without targets has none.
   */
  public boolean everyGroupServes(Resource balancer) {
    return health(balancer).values().stream()
        .allMatch(states -> states.contains(TargetHealthStateEnum.HEALTHY));
  }

  /** What health checks say of the targets of each target group of a load balancer. */
  Map<Resource, List<TargetHealthStateEnum>> health(Resource balancer) {
    return parts.health(balancer);
  }

  public Front front() {
    return parts.front();
  }

  /** Registers an instance on the target group's port. */
  public void register(String region, String targetGroupArn, String instanceId) {
    parts.register(region, targetGroupArn, instanceId);
  }

  public void deregister(String region, String targetGroupArn, String instanceId) {
    parts.deregister(region, targetGroupArn, instanceId);
  }

  /** Registers an address on a port of its own. */
  public void register(String region, String targetGroupArn, String address, int port) {
    parts.register(region, targetGroupArn, address, port);
  }

  /** What health checks say of a target; empty when it is not registered. */
  public Optional<TargetHealthStateEnum> health(
      String region, String targetGroupArn, String target) {
    return parts.health(region, targetGroupArn, target);
  }

  /** Whether health checks have found the target unhealthy. */
  public boolean unhealthy(String region, String targetGroupArn, String instanceId) {
    return parts.unhealthy(region, targetGroupArn, instanceId);
  }

  /** Why a target group has no healthy target, target by target; empty when it has one. */
  public Optional<String> complaint(String region, String targetGroupArn) {
    return parts.complaint(region, targetGroupArn);
  }
}
