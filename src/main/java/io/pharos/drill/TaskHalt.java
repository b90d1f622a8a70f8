package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.world.Cloud;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Takes the tasks of a Region away: its service is scaled to 0. */
final class TaskHalt extends SizeHalt {
  private static final String NAMESPACE = "ecs";
  private static final String DIMENSION = "ecs:service:DesiredCount";

  private final Cloud cloud;
  private final String region;
  private final String name;

  /**
   * @param name of the service and of its cluster
   */
  TaskHalt(Cloud cloud, String region, String name) {
    super(region);
    this.cloud = cloud;
    this.region = region;
    this.name = name;
  }

  @Override
  Size look() {
    int desired =
        ecs()
            .describeServices(describe -> describe.cluster(name).services(name))
            .services()
            .stream()
            .findFirst()
            .orElseThrow(() -> missing("service"))
            .desiredCount();
    ScalableTarget target =
        scaling()
            .describeScalableTargets(
                describe -> describe.serviceNamespace(NAMESPACE).resourceIds(resource()))
            .scalableTargets()
            .stream()
            .findFirst()
            .orElseThrow(() -> missing("scalable target"));
    return new Size(target.minCapacity(), target.maxCapacity(), desired);
  }

  private Refused missing(String what) {
    return new Refused("there is no " + what + " " + name + " in " + region);
  }

  @Override
  void resize(int least, int desired) {
    scaling()
        .registerScalableTarget(
            register ->
                register
                    .serviceNamespace(NAMESPACE)
                    .scalableDimension(DIMENSION)
                    .resourceId(resource())
                    .minCapacity(least));
    ecs().updateService(update -> update.cluster(name).service(name).desiredCount(desired));
  }

  private String resource() {
    return "service/" + name + "/" + name;
  }

  private EcsClient ecs() {
    return cloud.client(EcsClient.class, region);
  }

  private ApplicationAutoScalingClient scaling() {
    return cloud.client(ApplicationAutoScalingClient.class, region);
  }
}
