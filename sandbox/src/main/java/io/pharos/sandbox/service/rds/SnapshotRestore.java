package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
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
  private final World world;
  private final SnapshotContents contents;
  private final RestoredInstances instances;

  SnapshotRestore(World world, SnapshotContents contents, RestoredInstances instances) {
    this.world = world;
    this.contents = contents;
    this.instances = instances;
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
    return instances.begin(
        snapshot.region(),
        identifier,
        attributes(content, snapshot, identifier, wanted),
        new Database(content.rows(), content.password(), world.clock().instant()),
        "rds:snapshot-restore");
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
}
