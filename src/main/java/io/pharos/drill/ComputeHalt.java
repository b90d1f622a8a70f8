package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.world.Cloud;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** Takes the instances of a Region away: its group is scaled to 0. */
final class ComputeHalt extends SizeHalt {
  private final Cloud cloud;
  private final String region;
  private final String group;

  ComputeHalt(Cloud cloud, String region, String group) {
    super(region);
    this.cloud = cloud;
    this.region = region;
    this.group = group;
  }

  @Override
  Size look() {
    return autoScaling()
        .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(group))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .map(found -> new Size(found.minSize(), found.maxSize(), found.desiredCapacity()))
        .orElseThrow(() -> new Refused("there is no group " + group + " in " + region));
  }

  @Override
  void resize(int least, int desired) {
    autoScaling()
        .updateAutoScalingGroup(
            update -> update.autoScalingGroupName(group).minSize(least).desiredCapacity(desired));
  }

  private AutoScalingClient autoScaling() {
    return cloud.client(AutoScalingClient.class, region);
  }
}
