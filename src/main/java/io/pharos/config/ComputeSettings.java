package io.pharos.config;

import io.pharos.recovery.contract.RegistryImage;
import java.util.List;

/**
 * What runs the application; the first container is the one behind the load balancer.
 *
 * @param instanceType of EC2 instances; empty where there are none
 * @param task the size of a task; of no account where there are none
 * @param replicateImages whether images in ECR go to the other Region's registry when pushed
 */
public record ComputeSettings(
    ComputeKind kind,
    String instanceType,
    TaskSize task,
    List<ContainerSettings> containers,
    Capacity active,
    Capacity standby,
    int cpuTargetPercent,
    String healthPath,
    boolean replicateImages) {

  /** The images in private registries of ECR, each once. */
  public List<RegistryImage> registryImages() {
    return containers.stream()
        .flatMap(container -> RegistryImage.of(container.image()).stream())
        .distinct()
        .toList();
  }

  /** The port that the load balancer sends requests to. */
  public int port() {
    return containers.get(0).port().orElseThrow();
  }

  public Capacity capacity(Role role) {
    return switch (role) {
      case ACTIVE -> active;
      case STANDBY -> standby;
    };
  }

  /** Whether a machine image must be there before anything can start. */
  public boolean startsFromImage() {
    return switch (kind) {
      case EC2 -> true;
      case ECS -> false;
    };
  }

  /** {@code arm64} for Graviton instance types, else {@code x86_64}. */
  public String architecture() {
    return instanceType.matches("(a1|[a-z]+\\d+g[a-z]*)\\..+") ? "arm64" : "x86_64";
  }
}
