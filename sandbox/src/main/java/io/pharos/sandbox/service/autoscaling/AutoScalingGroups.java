package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.World;
import java.util.Map;

/** The parts of Auto Scaling in one world, put together. */
public final class AutoScalingGroups {
  private final World world;
  private final Launcher launcher;
  private final GroupFleet fleet;

  public AutoScalingGroups(World world) {
    this.world = world;
    this.launcher = new Launcher(world);
    this.fleet = new GroupFleet(world, launcher);
  }

  public Map<String, Behavior> byType() {
    return Map.of(
        AutoScalingTypes.GROUP, new Groups(world, launcher, fleet),
        AutoScalingTypes.POLICY, new Policies(world));
  }

  public AutoScalingApi api(String region) {
    return new AutoScalingApi(world, fleet, region);
  }
}
