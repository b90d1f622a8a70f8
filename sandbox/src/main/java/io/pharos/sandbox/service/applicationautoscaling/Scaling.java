package io.pharos.sandbox.service.applicationautoscaling;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.World;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;

/** The parts of Application Auto Scaling in one world, put together. */
public final class Scaling {
  private final World world;
  private final ScalableTargets targets;

  public Scaling(World world) {
    this.world = world;
    this.targets = new ScalableTargets(world);
  }

  public Map<String, Behavior> byType() {
    return Map.of(ScalingTypes.TARGET, targets, ScalingTypes.POLICY, new ScalingPolicies(world));
  }

  public ApplicationAutoScalingClient api(String region) {
    return new ScalingApi(world, targets, region);
  }
}
