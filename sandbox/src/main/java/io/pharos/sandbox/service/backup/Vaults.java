package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ResourceName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Backup vaults: under a key of their Region, and not deleted while they hold anything. What has
 * reached its end in one is deleted within the hour.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html">CreateBackupVault</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html">DeleteBackupVault</a>
 */
public final class Vaults implements Behavior {
  private static final Duration SWEEP = Duration.ofHours(1);

  private final World world;
  private final RecoveryPoints points;

  public Vaults(World world, RecoveryPoints points) {
    this.world = world;
    this.points = points;
  }

  @Override
  public void create(Resource vault) {
    String name = ResourceName.of(vault);
    if (!name.matches("[a-zA-Z0-9_-]{2,50}")) {
      throw BackupRefusal.value("Invalid backup vault name: " + name);
    }
    if (world.account().find(BackupTypes.VAULT, vault.region(), name).isPresent()) {
      throw BackupRefusal.exists("Backup vault with the same name already exists");
    }
    Kms kms = world.service(Kms.class);
    String key = vault.string("kmsKeyArn");
    if (key.isEmpty()) {
      vault.set("kmsKeyArn", kms.awsManagedKeyArn(vault.region(), "backup"));
    } else if (kms.key(vault.region(), key).isEmpty() && !kms.managedByAws(vault.region(), key)) {
      throw BackupRefusal.value("The provided KMS key " + key + " is not accessible.");
    }
    vault.id(name);
    vault.set("arn", arn(world, vault.region(), name)).set("recoveryPoints", 0);
  }

  static String arn(World world, String region, String name) {
    return "arn:aws:backup:" + region + ":" + world.account().id() + ":backup-vault:" + name;
  }

  static Resource named(World world, String region, String name) {
    return world
        .account()
        .find(BackupTypes.VAULT, region, name)
        .orElseThrow(
            () -> BackupRefusal.none("Backup vault " + name + " does not exist in " + region));
  }

  /** The vault of this name in a Region. */
  Resource named(String region, String name) {
    return named(world, region, name);
  }

  Optional<Resource> lock(Resource vault) {
    return VaultLocks.of(world, vault);
  }

  @Override
  public void start(Resource vault) {
    world
        .clock()
        .every(
            SWEEP,
            "backup:expiry:" + vault.string("arn"),
            () -> {
              boolean there =
                  world
                      .account()
                      .find(BackupTypes.VAULT, vault.region(), vault.id())
                      .filter(found -> found == vault)
                      .isPresent();
              if (there && !world.faults().dead(vault.region())) {
                points.expire(vault);
              }
              return there;
            });
  }

  @Override
  public void update(Resource vault, Map<String, Object> before) {
    // Tags, and what the provider does when it deletes one.
  }

  @Override
  public void delete(Resource vault) {
    if (vault.flag("forceDestroy")) {
      points.in(vault).forEach(point -> points.delete(vault, point));
    }
    if (!points.in(vault).isEmpty()) {
      throw BackupRefusal.request(
          "Backup vault cannot be deleted because it contains recovery points");
    }
  }

  @Override
  public void read(Resource vault) {
    vault.set("recoveryPoints", points.in(vault).size());
  }
}
