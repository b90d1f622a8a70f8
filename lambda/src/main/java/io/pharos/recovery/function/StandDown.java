package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * Takes the application of a Region that no longer serves down to the size of a standby: no
 * instance in a pilot light. It never raises anything.
 */
record StandDown(Aws aws, Environment environment, String region, Variable group) {

  FencePart lower() {
    AutoScalingGroup now = ScalingGroup.in(region, aws, environment.get(group));
    Posture standby = Posture.standby(new LocalParameters(aws, environment, region));
    int min = Math.min(now.minSize(), standby.minSize());
    int max = Math.min(now.maxSize(), standby.maxSize());
    int desired = Math.min(now.desiredCapacity(), standby.desiredCapacity());
    if (now.minSize() == min && now.maxSize() == max && now.desiredCapacity() == desired) {
      return FencePart.unchanged(now.autoScalingGroupName() + " stands by");
    }
    aws.client(AutoScalingClient.class, region)
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(now.autoScalingGroupName())
                    .minSize(min)
                    .maxSize(max)
                    .desiredCapacity(desired));
    return FencePart.changed(
        now.autoScalingGroupName() + " from " + now.desiredCapacity() + " to " + desired);
  }
}
