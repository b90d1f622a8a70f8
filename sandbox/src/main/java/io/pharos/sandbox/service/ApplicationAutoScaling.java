package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.applicationautoscaling.Scaling;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;

/** Application Auto Scaling, of which recovery uses the limits of ECS services. */
public final class ApplicationAutoScaling implements Service {
  private final Scaling scaling;

  public ApplicationAutoScaling(World world) {
    this.scaling = new Scaling(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return scaling.byType();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(ApplicationAutoScalingClient.class, (region, caller) -> scaling.api(region));
  }
}
