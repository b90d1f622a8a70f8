package io.pharos.sandbox.service.secretsmanager;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * {@code aws:secretsmanager/secretVersion:SecretVersion}: its id is the secret's ARN and the
 * version's id, with a bar between.
 */
public final class SecretVersionBehavior implements Behavior {
  private static final int MOST_BYTES = 65_536;
  private static final int ID_DIGITS = 32;

  private final World world;
  private final Versions versions;

  public SecretVersionBehavior(World world) {
    this.world = world;
    this.versions = new Versions(world.account());
  }

  @Override
  public void create(Resource version) {
    Resource secret = secret(version);
    String text = version.string("secretString");
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw SecretsRefusal.invalid("The secret value is longer than 65536 bytes.");
    }
    if (!version.has("secretString") && !version.has("secretBinary")) {
      throw SecretsRefusal.invalid("You must provide either SecretString or SecretBinary.");
    }
    if (!version.has("versionId")) {
      version.set(
          "versionId",
          Ids.hex("terraform-", ID_DIGITS, secret.id(), text, versions.of(secret).size()));
    }
    if (!version.has("versionStages") || version.strings("versionStages").isEmpty()) {
      version.set("versionStages", List.of(Versions.CURRENT));
    }
    versions.release(secret, version.strings("versionStages"), version);
    version.set("arn", secret.id());
    version.id(secret.id() + "|" + version.string("versionId"));
  }

  @Override
  public void update(Resource version, Map<String, Object> before) {
    versions.release(secret(version), version.strings("versionStages"), version);
  }

  private Resource secret(Resource version) {
    return versions
        .secret(version.region(), version.string("secretId"))
        .orElseThrow(
            () ->
                world.account().list(SecretBehavior.DELETED, version.region()).stream()
                        .anyMatch(
                            gone ->
                                gone.id().equals(version.string("secretId"))
                                    || gone.string("arn").equals(version.string("secretId")))
                    ? SecretsRefusal.markedForDeletion()
                    : SecretsRefusal.noSecret());
  }
}
