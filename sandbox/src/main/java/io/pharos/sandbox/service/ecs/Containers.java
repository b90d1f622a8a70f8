package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.World;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;

/** The parts of ECS in one world, put together. */
public final class Containers {
  private final World world;
  private final ServiceFleet fleet;

  public Containers(World world) {
    this.world = world;
    this.fleet = new ServiceFleet(world);
  }

  public Map<String, Behavior> byType() {
    return Map.of(
        EcsTypes.CLUSTER, new Clusters(world),
        EcsTypes.CAPACITY_PROVIDERS, Clusters.capacityProviders(world),
        EcsTypes.TASK_DEFINITION, new TaskDefinitions(world),
        EcsTypes.SERVICE, new Services(world, fleet));
  }

  public EcsClient api(String region) {
    return new EcsApi(world, fleet, region);
  }

  /** How many vCPUs the tasks of a Region have. */
  public double vcpus(String region) {
    return fleet.vcpus(region);
  }
}
