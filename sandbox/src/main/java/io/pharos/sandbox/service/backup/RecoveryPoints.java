package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What jobs leave in vaults. A recovery point goes at the end of its time, or when somebody deletes
 * it whom neither the vault's policy nor its lock keeps from it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-on-demand-backup.html">Recovery
 *     points</a>
 */
public final class RecoveryPoints {
  private static final String DELETE = "backup:DeleteRecoveryPoint";

  private final World world;

  public RecoveryPoints(World world) {
    this.world = world;
  }

  /** Those of a vault, the newest first. */
  List<Resource> in(Resource vault) {
    return world.account().list(BackupTypes.RECOVERY_POINT, vault.region()).stream()
        .filter(point -> point.string("backupVaultName").equals(vault.id()))
        .sorted(Comparator.comparing((Resource point) -> point.string("creationDate")).reversed())
        .toList();
  }

  Optional<Resource> find(Resource vault, String arn) {
    return in(vault).stream().filter(point -> point.id().equals(arn)).findFirst();
  }

  /** Puts one into a vault, while it is being made. */
  Resource add(Resource vault, String arn, Map<String, Object> attributes, int retentionDays) {
    Resource point = new Resource(BackupTypes.RECOVERY_POINT, vault.region(), arn, attributes);
    point.id(arn);
    point
        .set("arn", arn)
        .set("backupVaultName", vault.id())
        .set("encryptionKeyArn", vault.string("kmsKeyArn"))
        .set("creationDate", world.clock().instant().toString())
        .set("status", "CREATING");
    if (retentionDays > 0) {
      point
          .set("deleteAfterDays", retentionDays)
          .set("deleteAt", world.clock().instant().plus(Duration.ofDays(retentionDays)).toString());
    }
    world.account().add(point);
    return point;
  }

  /**
   * A copy keeps the creation date of what it is a copy of, and is kept as long from that on.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html">Copy
   *     a backup</a>
   */
  void datedAs(Resource copy, Resource original) {
    Instant created = Instant.parse(original.string("creationDate"));
    copy.set("creationDate", created.toString());
    if (copy.has("deleteAfterDays")) {
      copy.set(
          "deleteAt", created.plus(Duration.ofDays(copy.integer("deleteAfterDays"))).toString());
    }
  }

  void complete(Resource point) {
    point.set("status", "COMPLETED").set("completionDate", world.clock().instant().toString());
  }

  /** It came to nothing: nothing of it stays. */
  void drop(Resource point) {
    snapshot(point).ifPresent(world.service(Rds.class).backupSnapshots()::delete);
    world.account().remove(point);
  }

  /** Deletes one as the operator, or refuses. */
  public void delete(Resource vault, Resource point) {
    String operator = "arn:aws:iam::" + world.account().id() + ":role/operator";
    if (VaultPolicies.forbids(world, vault, operator, DELETE, point.id())) {
      throw BackupRefusal.denied(
          "User: "
              + operator
              + " is not authorized to perform: "
              + DELETE
              + " on resource: "
              + point.id()
              + " with an explicit deny in a resource-based policy");
    }
    if (VaultLocks.of(world, vault).isPresent()) {
      throw BackupRefusal.request(
          "Backup vault "
              + vault.id()
              + " is locked: recovery points cannot be deleted before the end of their retention");
    }
    drop(point);
  }

  /** Deletes what has reached its end; where the policy does not let AWS Backup, it stays. */
  void expire(Resource vault) {
    Instant now = world.clock().instant();
    for (Resource point : in(vault)) {
      if (point.has("deleteAt") && !Instant.parse(point.string("deleteAt")).isAfter(now)) {
        String service = ServiceLinkedRole.BACKUP.arn(world.account());
        if (VaultPolicies.forbids(world, vault, service, DELETE, point.id())) {
          point.set("status", "EXPIRED");
        } else {
          drop(point);
        }
      }
    }
  }

  /** The snapshot that a recovery point of a database is. */
  Optional<Resource> snapshot(Resource point) {
    return point.id().contains(":snapshot:")
        ? world.service(Rds.class).backupSnapshots().find(point.region(), point.id())
        : Optional.empty();
  }
}
