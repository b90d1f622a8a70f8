package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.world.Cloud;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Takes the tasks of a Region away: its service is scaled to 0. The upper limit stays, and what it
 * had is given back only while it is still at 0, for recovery may have sized it since.
 */
final class TaskHalt implements Breakage {
  private static final String NAMESPACE = "ecs";
  private static final String DIMENSION = "ecs:service:DesiredCount";

  private final Cloud cloud;
  private final String region;
  private final String name;
  private Optional<Size> before = Optional.empty();

  private record Size(int least, int most, int desired) {}

  /**
   * @param name of the service and of its cluster
   */
  TaskHalt(Cloud cloud, String region, String name) {
    this.cloud = cloud;
    this.region = region;
    this.name = name;
  }

  @Override
  public String what() {
    return "the compute of " + region;
  }

  @Override
  public void begin() {
    before = Optional.of(look());
    resize(0, 0);
  }

  @Override
  public void end() {
    before.ifPresent(
        had -> {
          Size now = look();
          if (now.least() == 0 && now.desired() == 0 && now.most() >= had.desired()) {
            resize(had.least(), had.desired());
          }
        });
    before = Optional.empty();
  }

  private Size look() {
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

  private void resize(int least, int desired) {
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
