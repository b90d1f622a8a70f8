package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ecs.Containers;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Amazon ECS on Fargate: services whose tasks start, fail and are replaced on the clock. */
public final class Ecs implements Service {
  private final Containers containers;

  public Ecs(World world) {
    this.containers = new Containers(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return containers.byType();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(EcsClient.class, (region, caller) -> containers.api(region));
  }

  /** How many vCPUs the tasks of a Region have. */
  double vcpus(String region) {
    return containers.vcpus(region);
  }
}
