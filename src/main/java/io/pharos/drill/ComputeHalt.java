package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.world.Cloud;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * Takes the instances of a Region away: its group is scaled to 0. Its maximum stays, and what it
 * had is given back only while it is still at 0, for recovery may have sized it since.
 */
final class ComputeHalt implements Breakage {
  private final Cloud cloud;
  private final String region;
  private final String group;
  private Optional<AutoScalingGroup> before = Optional.empty();

  ComputeHalt(Cloud cloud, String region, String group) {
    this.cloud = cloud;
    this.region = region;
    this.group = group;
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
          AutoScalingGroup now = look();
          if (now.minSize() == 0
              && now.desiredCapacity() == 0
              && now.maxSize() >= had.desiredCapacity()) {
            resize(had.minSize(), had.desiredCapacity());
          }
        });
    before = Optional.empty();
  }

  private AutoScalingGroup look() {
    return autoScaling()
        .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(group))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .orElseThrow(() -> new Refused("there is no group " + group + " in " + region));
  }

  private void resize(int minSize, int desiredCapacity) {
    autoScaling()
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(group)
                    .minSize(minSize)
                    .desiredCapacity(desiredCapacity));
  }

  private AutoScalingClient autoScaling() {
    return cloud.client(AutoScalingClient.class, region);
  }
}
