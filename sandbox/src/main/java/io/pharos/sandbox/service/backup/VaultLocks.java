package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Vault Lock: what is kept for less than it says is refused, what is in the vault stays to its end,
 * and with a time to change it, nobody takes the lock off afterwards.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html">PutBackupVaultLockConfiguration</a>
 */
public final class VaultLocks implements Behavior {
  private static final String LOCK_DATE = "lockDate";
  private static final int MOST_DAYS = 36500;

  private final World world;

  public VaultLocks(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource lock) {
    put(world, lock, lock.string("backupVaultName"));
  }

  /** Checks it, and says from when on it is for ever. */
  static void put(World world, Resource lock, String vaultName) {
    Resource vault = Vaults.named(world, lock.region(), vaultName);
    if (of(world, vault).filter(there -> immutable(world, there)).isPresent()) {
      throw BackupRefusal.request("Vault Lock configuration is immutable and cannot be modified");
    }
    if (lock.has("minRetentionDays") && lock.integer("minRetentionDays") < 1) {
      throw BackupRefusal.value("MinRetentionDays must be at least 1 day");
    }
    if (lock.has("maxRetentionDays") && lock.integer("maxRetentionDays") > MOST_DAYS) {
      throw BackupRefusal.value("MaxRetentionDays cannot exceed 36500 days");
    }
    if (lock.has("minRetentionDays")
        && lock.has("maxRetentionDays")
        && lock.integer("minRetentionDays") > lock.integer("maxRetentionDays")) {
      throw BackupRefusal.value("MinRetentionDays cannot be greater than MaxRetentionDays");
    }
    if (lock.has("changeableForDays")) {
      if (lock.integer("changeableForDays") < 3) {
        throw BackupRefusal.value("ChangeableForDays must be at least 3 days");
      }
      lock.set(
          LOCK_DATE,
          world
              .clock()
              .instant()
              .plus(Duration.ofDays(lock.integer("changeableForDays")))
              .toString());
    }
    lock.id(vault.id());
    lock.set("backupVaultArn", vault.string("arn"));
  }

  @Override
  public void delete(Resource lock) {
    checkChangeable(world, lock);
  }

  static void checkChangeable(World world, Resource lock) {
    if (immutable(world, lock)) {
      throw BackupRefusal.request("Vault Lock configuration is immutable and cannot be deleted");
    }
  }

  private static boolean immutable(World world, Resource lock) {
    return date(lock).filter(date -> !world.clock().instant().isBefore(date)).isPresent();
  }

  static Optional<Instant> date(Resource lock) {
    return lock.has(LOCK_DATE)
        ? Optional.of(Instant.parse(lock.string(LOCK_DATE)))
        : Optional.empty();
  }

  /** The lock of a vault. */
  static Optional<Resource> of(World world, Resource vault) {
    return world.account().find(BackupTypes.LOCK, vault.region(), vault.id());
  }

  /** Why the vault takes nothing that is kept for so long, or empty. */
  static Optional<String> refuses(World world, Resource vault, int retentionDays) {
    return of(world, vault)
        .filter(
            lock ->
                lock.has("minRetentionDays")
                        && retentionDays > 0
                        && retentionDays < lock.integer("minRetentionDays")
                    || lock.has("maxRetentionDays")
                        && (retentionDays == 0 || retentionDays > lock.integer("maxRetentionDays")))
        .map(
            lock ->
                "The retention period of "
                    + retentionDays
                    + " days is outside the minimum and maximum retention of the locked backup"
                    + " vault "
                    + vault.id());
  }
}
