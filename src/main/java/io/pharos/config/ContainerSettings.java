package io.pharos.config;

import java.util.Map;
import java.util.OptionalInt;

/**
 * One container of the application.
 *
 * @param port the port of the instance at which it is published, if it is
 * @param containerPort the port on which it listens inside the container
 * @param environment what it is told besides the database; never a secret
 */
public record ContainerSettings(
    String name,
    String image,
    OptionalInt port,
    OptionalInt containerPort,
    Map<String, String> environment) {

  /** Whether the image comes from a private ECR registry, which needs a login. */
  public boolean fromEcr() {
    return image.matches("\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/.+");
  }
}
