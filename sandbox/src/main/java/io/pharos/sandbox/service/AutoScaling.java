package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.autoscaling.AutoScalingGroups;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** Amazon EC2 Auto Scaling: groups whose instances launch, boot and are replaced on the clock. */
public final class AutoScaling implements Service {
  private final AutoScalingGroups groups;

  public AutoScaling(World world) {
    this.groups = new AutoScalingGroups(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return groups.byType();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(AutoScalingClient.class, (region, caller) -> groups.api(region));
  }
}
