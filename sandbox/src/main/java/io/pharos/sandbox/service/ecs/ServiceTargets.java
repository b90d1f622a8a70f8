package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ElasticLoadBalancing;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The tasks of services as targets of load balancers: by address, each on its container's port. */
final class ServiceTargets {
  private final World world;

  ServiceTargets(World world) {
    this.world = world;
  }

  void register(Task task) {
    for (Map<String, Object> each : task.service().maps("loadBalancers")) {
      String arn = each.get("targetGroupArn").toString();
      if (exists(task.service().region(), arn)) {
        balancing()
            .register(
                task.service().region(),
                arn,
                task.address(),
                Integer.parseInt(each.get("containerPort").toString()));
      }
    }
  }

  void deregister(Task task) {
    if (!task.address().isEmpty()) {
      groups(task.service())
          .forEach(arn -> balancing().deregister(task.service().region(), arn, task.address()));
    }
  }

  /** Whether it runs, and every load balancer sends requests to it. */
  boolean healthy(Task task) {
    return task.running()
        && groups(task.service()).stream()
            .allMatch(
                arn ->
                    balancing()
                        .health(task.service().region(), arn, task.address())
                        .equals(Optional.of(TargetHealthStateEnum.HEALTHY)));
  }

  /** What the first target group says of it. */
  Optional<TargetHealthStateEnum> state(Task task) {
    return groups(task.service()).stream()
        .findFirst()
        .flatMap(arn -> balancing().health(task.service().region(), arn, task.address()));
  }

  List<String> groups(Resource service) {
    return service.maps("loadBalancers").stream()
        .map(each -> each.get("targetGroupArn").toString())
        .toList();
  }

  Duration deregistrationDelay(Resource service) {
    return Duration.ofSeconds(
        groups(service).stream()
            .flatMap(
                arn -> world.account().find(ElbTypes.TARGET_GROUP, service.region(), arn).stream())
            .mapToInt(group -> group.integer("deregistrationDelay"))
            .max()
            .orElse(0));
  }

  private boolean exists(String region, String arn) {
    return world.account().find(ElbTypes.TARGET_GROUP, region, arn).isPresent();
  }

  private ElasticLoadBalancing balancing() {
    return world.service(ElasticLoadBalancing.class);
  }
}
