package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ecr.EcrApi;
import io.pharos.sandbox.service.ecr.Registry;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Amazon ECR: the account's private registries, and how images get from one to the other. */
public final class Ecr implements Service {
  private final World world;
  private final Registry registry;

  public Ecr(World world) {
    this.world = world;
    this.registry = new Registry(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(EcrClient.class, (region, caller) -> new EcrApi(world, registry, region, caller));
  }

  /** Repositories and images, for whoever pushes or pulls. */
  public Registry registry() {
    return registry;
  }
}
