package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * RestoreDBInstanceFromDBSnapshot, as AWS Backup calls it: a new instance with what the snapshot
 * holds, users and passwords included. What the request leaves out is the snapshot's, or AWS's
 * default: one zone, and the default groups.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">RestoreDBInstanceFromDBSnapshot</a>
 */
final class SnapshotRestore {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private final World world;
  private final Databases databases;
  private final SnapshotContents contents;
  private final InstanceBehavior behavior;

  SnapshotRestore(
      World world, Databases databases, SnapshotContents contents, InstanceBehavior behavior) {
    this.world = world;
    this.databases = databases;
    this.contents = contents;
    this.behavior = behavior;
  }

  /**
   * Begins it in the snapshot's Region, or refuses.
   *
   * @param wanted attributes that differ from what the snapshot says
   */
  Resource start(Resource snapshot, String identifier, Map<String, Object> wanted) {
    if (!snapshot.string("status").equals("available")) {
      throw RdsRefusal.snapshotState(
          "The snapshot " + snapshot.id() + " is not in the available state.");
    }
    SnapshotContents.Content content =
        contents.of(snapshot).orElseThrow(() -> RdsRefusal.noSnapshot(snapshot.id()));
    if (world.faults().strikes(Trouble.CAPACITY_SHORT, snapshot.region(), "rds")) {
      throw RdsRefusal.capacity();
    }
    Resource restored =
        new Resource(
            Databases.INSTANCE,
            snapshot.region(),
            identifier,
            attributes(content, snapshot, identifier, wanted));
    behavior.create(restored);
    // Known to the engine's own tables only.
    restored.attributes().remove("password");
    world.account().add(restored);
    databases.run(
        restored, new Database(content.rows(), content.password(), world.clock().instant()));
    restored.set("status", "creating");
    arrive(
        restored,
        world.faults().strikes(Trouble.BACKUP_CORRUPT, snapshot.region(), "rds")
            ? "incompatible-restore"
            : "available",
        world.latency().sample("rds.restore", identifier, world.clock().instant()));
    return restored;
  }

  private static Map<String, Object> attributes(
      SnapshotContents.Content content,
      Resource snapshot,
      String identifier,
      Map<String, Object> wanted) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (String inherited :
        List.of(
            "engine",
            "engineVersion",
            "username",
            "dbName",
            "allocatedStorage",
            "instanceClass",
            "storageType",
            "port",
            "storageEncrypted",
            "autoMinorVersionUpgrade",
            "backupRetentionPeriod")) {
      attributes.put(inherited, content.settings().get(inherited));
    }
    attributes.put("identifier", identifier);
    attributes.put("password", content.password());
    attributes.put("kmsKeyId", snapshot.flag("encrypted") ? snapshot.string("kmsKeyId") : null);
    attributes.put("multiAz", false);
    attributes.put("publiclyAccessible", false);
    attributes.put("deletionProtection", false);
    attributes.putAll(wanted);
    attributes.values().removeIf(Objects::isNull);
    return attributes;
  }

  private void arrive(Resource restored, String status, Duration delay) {
    world
        .clock()
        .after(
            delay,
            "rds:snapshot-restore:" + restored.string("resourceId"),
            () -> {
              if (!restored.string("status").equals("creating")) {
                return;
              }
              if (world.faults().dead(restored.region())) {
                arrive(restored, status, TRY_AGAIN);
              } else {
                restored.set("status", status);
              }
            });
  }
}
