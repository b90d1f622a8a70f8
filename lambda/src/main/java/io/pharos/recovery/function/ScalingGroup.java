package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** Finds and sizes the Auto Scaling group that runs the application of a Region. */
final class ScalingGroup {
  private ScalingGroup() {}

  /** That of this Region. */
  static AutoScalingGroup own(Aws aws, Environment environment) {
    return in(environment.region(), aws, environment.get(Variable.PHAROS_AUTO_SCALING_GROUP));
  }

  static AutoScalingGroup in(String region, Aws aws, String name) {
    return aws
        .client(AutoScalingClient.class, region)
        .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(name))
        .autoScalingGroups()
        .stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Failed(
                    ErrorCode.DEPLOYMENT_INCOMPLETE,
                    "Auto Scaling group "
                        + name
                        + " is missing in "
                        + region
                        + "; run `pulumi up`"));
  }

  /**
   * Gives a group this size.
   *
   * @return whether that was to be done: false when it has it already
   */
  static boolean size(Aws aws, String region, AutoScalingGroup group, Posture posture) {
    if (group.minSize() == posture.minSize()
        && group.maxSize() == posture.maxSize()
        && group.desiredCapacity() == posture.desiredCapacity()) {
      return false;
    }
    aws.client(AutoScalingClient.class, region)
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(group.autoScalingGroupName())
                    .minSize(posture.minSize())
                    .maxSize(posture.maxSize())
                    .desiredCapacity(posture.desiredCapacity()));
    return true;
  }
}
