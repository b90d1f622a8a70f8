package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * HealthyHostCount and UnHealthyHostCount, every minute, for each target group of a load balancer
 * that lives.
 */
final class TargetMetrics {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String BALANCER = "aws:lb/loadBalancer:LoadBalancer";

  private final World world;
  private final CloudWatch cloudWatch;

  TargetMetrics(World world, CloudWatch cloudWatch) {
    this.world = world;
    this.cloudWatch = cloudWatch;
  }

  void start() {
    world
        .clock()
        .every(
            MINUTE,
            "cloudwatch:target-metrics",
            () -> {
              world.account().list(BALANCER).stream()
                  .filter(balancer -> !world.faults().dead(balancer.region()))
                  .forEach(this::publish);
              return true;
            });
  }

  private void publish(Resource balancer) {
    world
        .service(ElasticLoadBalancing.class)
        .health(balancer)
        .forEach((group, states) -> publish(balancer, group, states));
  }

  private void publish(Resource balancer, Resource group, List<TargetHealthStateEnum> states) {
    Map<String, String> dimensions =
        Map.of(
            "LoadBalancer",
            balancer.string("arnSuffix"),
            "TargetGroup",
            group.id().substring(group.id().indexOf("targetgroup/")));
    publish(balancer, "HealthyHostCount", dimensions, count(states, TargetHealthStateEnum.HEALTHY));
    publish(
        balancer, "UnHealthyHostCount", dimensions, count(states, TargetHealthStateEnum.UNHEALTHY));
  }

  private static long count(List<TargetHealthStateEnum> states, TargetHealthStateEnum wanted) {
    return states.stream().filter(wanted::equals).count();
  }

  private void publish(
      Resource balancer, String metric, Map<String, String> dimensions, double value) {
    cloudWatch.put(
        balancer.region(),
        "AWS/ApplicationELB",
        metric,
        dimensions,
        world.clock().instant(),
        value);
  }
}
