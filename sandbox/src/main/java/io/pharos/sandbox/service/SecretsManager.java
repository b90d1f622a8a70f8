package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.secretsmanager.SecretBehavior;
import io.pharos.sandbox.service.secretsmanager.SecretVersionBehavior;
import io.pharos.sandbox.service.secretsmanager.SecretsApi;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets Manager: secrets, their versions and labels, and what stays after a deletion. */
public final class SecretsManager implements Service {
  private final World world;

  /** When each version was made by a call, by its id. */
  private final Map<String, Instant> created = new HashMap<>();

  public SecretsManager(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(
        SecretBehavior.TYPE,
        new SecretBehavior(world),
        "aws:secretsmanager/secretVersion:SecretVersion",
        new SecretVersionBehavior(world));
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        SecretsManagerClient.class, (region, caller) -> new SecretsApi(world, region, created));
  }

  /** The current value of a secret, by name or ARN, whoever asks. */
  public Optional<String> value(String region, String secretIdOrArn) {
    try {
      return Optional.ofNullable(
          new SecretsApi(world, region, created)
              .getSecretValue(request -> request.secretId(secretIdOrArn))
              .secretString());
    } catch (ResourceNotFoundException | InvalidRequestException e) {
      return Optional.empty();
    }
  }
}
