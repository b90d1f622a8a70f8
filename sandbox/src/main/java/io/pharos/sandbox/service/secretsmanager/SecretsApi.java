package io.pharos.sandbox.service.secretsmanager;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudTrail;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;

/** Secrets Manager as the SDK's client of one Region. */
public final class SecretsApi implements SecretsManagerClient {
  private final World world;
  private final String region;
  private final Versions versions;
  private final Map<String, Instant> created;

  /**
   * @param created when each version was made by a call, by its id
   */
  public SecretsApi(World world, String region, Map<String, Instant> created) {
    this.world = world;
    this.created = created;
    this.region = region;
    this.versions = new Versions(world.account());
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    Resource secret = secret(request.secretId());
    Resource version = version(secret, request.versionId(), request.versionStage());
    return GetSecretValueResponse.builder()
        .arn(secret.id())
        .name(secret.string("name"))
        .versionId(version.string("versionId"))
        .versionStages(version.strings("versionStages"))
        .createdDate(created.get(version.id()))
        .secretString(version.has("secretString") ? version.string("secretString") : null)
        .build();
  }

  private Resource version(Resource secret, String versionId, String stage) {
    if (versionId == null) {
      String wanted = stage == null ? Versions.CURRENT : stage;
      return versions.withStage(secret, wanted).orElseThrow(() -> SecretsRefusal.noValue(wanted));
    }
    return versions
        .withId(secret, versionId)
        .filter(found -> stage == null || found.strings("versionStages").contains(stage))
        .orElseThrow(() -> SecretsRefusal.noVersion(versionId));
  }

  /** A version with the same token and value again is the same version; with another it is none. */
  @Override
  public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
    Resource secret = secret(request.secretId());
    Optional<Resource> same =
        Optional.ofNullable(request.clientRequestToken())
            .flatMap(token -> versions.withId(secret, token));
    Resource version;
    if (same.isPresent()) {
      version = same.get();
      if (!version.string("secretString").equals(request.secretString())) {
        throw SecretsRefusal.exists(
            "You can't use ClientRequestToken %s because that value is already in use for a version of secret %s."
                .formatted(request.clientRequestToken(), secret.id()));
      }
    } else {
      version = create(secret, request);
      world
          .service(CloudTrail.class)
          .called(
              region,
              "secretsmanager",
              "PutSecretValue",
              Map.of(
                  "secretId",
                  request.secretId(),
                  "clientRequestToken",
                  version.string("versionId")));
    }
    return PutSecretValueResponse.builder()
        .arn(secret.id())
        .name(secret.string("name"))
        .versionId(version.string("versionId"))
        .versionStages(version.strings("versionStages"))
        .build();
  }

  private Resource create(Resource secret, PutSecretValueRequest request) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("secretId", secret.id());
    attributes.put("secretString", request.secretString());
    if (request.clientRequestToken() != null) {
      attributes.put("versionId", request.clientRequestToken());
    }
    if (request.hasVersionStages()) {
      attributes.put("versionStages", List.copyOf(request.versionStages()));
    }
    Resource version = new Resource(Versions.TYPE, region, secret.id(), attributes);
    new SecretVersionBehavior(world).create(version);
    world.account().add(version);
    created.put(version.id(), world.clock().instant());
    return version;
  }

  @Override
  public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
    Resource secret = secret(request.secretId());
    Map<String, List<String>> stages = new TreeMap<>();
    versions
        .of(secret)
        .forEach(
            version -> stages.put(version.string("versionId"), version.strings("versionStages")));
    return DescribeSecretResponse.builder()
        .arn(secret.id())
        .name(secret.string("name"))
        .description(secret.has("description") ? secret.string("description") : null)
        .kmsKeyId(secret.has("kmsKeyId") ? secret.string("kmsKeyId") : null)
        .versionIdsToStages(stages)
        .build();
  }

  private Resource secret(String id) {
    return versions
        .secret(region, id)
        .orElseThrow(
            () ->
                world.account().list(SecretBehavior.DELETED, region).stream()
                        .anyMatch(gone -> gone.id().equals(id) || gone.string("arn").equals(id))
                    ? SecretsRefusal.markedForDeletion()
                    : SecretsRefusal.noSecret());
  }
}
