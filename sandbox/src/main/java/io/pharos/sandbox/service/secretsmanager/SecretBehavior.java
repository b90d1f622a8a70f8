package io.pharos.sandbox.service.secretsmanager;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ResourceName;
import io.pharos.sandbox.service.iam.MalformedPolicy;
import io.pharos.sandbox.service.iam.PolicyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code aws:secretsmanager/secret:Secret}: its id is its ARN. A deleted secret blocks its name
 * until the recovery window has passed; a window of 0 days deletes at once.
 */
public final class SecretBehavior implements Behavior {
  public static final String TYPE = "aws:secretsmanager/secret:Secret";

  /** A secret in its recovery window; Pulumi knows nothing of it. */
  public static final String DELETED = "sandbox:secretsmanager/deletedSecret:DeletedSecret";

  private static final int DEFAULT_DAYS = 30;
  private static final int FEWEST_DAYS = 7;

  private final World world;

  public SecretBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource secret) {
    String name = ResourceName.of(secret);
    Account account = world.account();
    if (!name.matches("[A-Za-z0-9/_+=.@-]{1,512}")) {
      throw SecretsRefusal.invalid(
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    check(secret);
    String region = secret.region();
    if (account.first(TYPE, region, other -> other.string("name").equals(name)).isPresent()) {
      throw SecretsRefusal.exists(
          "The operation failed because the secret " + name + " already exists.");
    }
    deleted(region, name)
        .ifPresent(
            gone -> {
              if (Instant.parse(gone.string("deletionDate")).isAfter(world.clock().instant())) {
                throw SecretsRefusal.scheduledForDeletion();
              }
              account.remove(gone);
            });
    // A secret made anew under an old name gets another suffix, as on AWS.
    String suffix = Ids.letters("", 6, region, name, world.clock().instant());
    String arn =
        "arn:aws:secretsmanager:%s:%s:secret:%s-%s".formatted(region, account.id(), name, suffix);
    secret.id(arn);
    secret.set("arn", arn);
    secret.attributes().putIfAbsent("recoveryWindowInDays", DEFAULT_DAYS);
  }

  @Override
  public void update(Resource secret, Map<String, Object> before) {
    check(secret);
  }

  @Override
  public void delete(Resource secret) {
    int days =
        secret.has("recoveryWindowInDays") ? secret.integer("recoveryWindowInDays") : DEFAULT_DAYS;
    if (days == 0) {
      return;
    }
    Resource gone =
        new Resource(
            DELETED,
            secret.region(),
            secret.string("name"),
            Map.of(
                "arn", secret.string("arn"),
                "deletionDate", world.clock().instant().plus(Duration.ofDays(days)).toString()));
    gone.id(secret.string("name"));
    world.account().add(gone);
  }

  private Optional<Resource> deleted(String region, String name) {
    return world.account().find(DELETED, region, name);
  }

  private void check(Resource secret) {
    if (secret.has("recoveryWindowInDays")) {
      int days = secret.integer("recoveryWindowInDays");
      if (days != 0 && (days < FEWEST_DAYS || days > DEFAULT_DAYS)) {
        throw SecretsRefusal.invalid(
            "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
      }
    }
    String key = secret.string("kmsKeyId");
    if (!Kms.awsManaged(key) && world.service(Kms.class).key(secret.region(), key).isEmpty()) {
      throw SecretsRefusal.invalid("Key %s does not exist".formatted(key));
    }
    if (!secret.string("policy").isEmpty()) {
      try {
        PolicyDocument.parse(secret.string("policy"), PolicyDocument.Kind.RESOURCE);
      } catch (MalformedPolicy e) {
        throw SecretsRefusal.malformedPolicy(e.getMessage());
      }
    }
  }
}
