package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** Finds the Auto Scaling group that runs the application of a Region. */
final class ScalingGroup {
  private ScalingGroup() {}

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
}
