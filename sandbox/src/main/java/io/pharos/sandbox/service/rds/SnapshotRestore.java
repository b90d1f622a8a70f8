package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/**
 * RestoreDBInstanceFromDBSnapshot, as it is called by its API, or by AWS Backup: a new instance
 * with what the snapshot holds, users and passwords included. What the request leaves out is the
 * snapshot's, or AWS's default: one zone, and the default groups.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">RestoreDBInstanceFromDBSnapshot</a>
 */
final class SnapshotRestore {
  private final World world;
  private final Snapshots snapshots;
  private final SnapshotContents contents;
  private final RestoredInstances instances;

  SnapshotRestore(
      World world, Snapshots snapshots, SnapshotContents contents, RestoredInstances instances) {
    this.world = world;
    this.snapshots = snapshots;
    this.contents = contents;
    this.instances = instances;
  }

  /** Begins it as the request says, or refuses. */
  Resource start(String region, RestoreDbInstanceFromDbSnapshotRequest request) {
    String name = request.dbSnapshotIdentifier();
    if (name == null) {
      throw RdsRefusal.combination(
          "Exactly one of DBSnapshotIdentifier and DBClusterSnapshotIdentifier must be specified.");
    }
    int arn = name.indexOf(":snapshot:");
    Resource snapshot =
        snapshots
            .find(region, arn < 0 ? name : name.substring(arn + ":snapshot:".length()))
            .orElseThrow(() -> RdsRefusal.noSnapshot(name));
    return start(snapshot, request.dbInstanceIdentifier(), wanted(request));
  }

  private static Map<String, Object> wanted(RestoreDbInstanceFromDbSnapshotRequest request) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("instanceClass", request.dbInstanceClass());
    wanted.put("storageType", request.storageType());
    wanted.put("allocatedStorage", request.allocatedStorage());
    wanted.put("dbSubnetGroupName", request.dbSubnetGroupName());
    wanted.put("parameterGroupName", request.dbParameterGroupName());
    wanted.put(
        "vpcSecurityGroupIds",
        request.hasVpcSecurityGroupIds() ? request.vpcSecurityGroupIds() : null);
    wanted.put("availabilityZone", request.availabilityZone());
    wanted.put("port", request.port());
    wanted.put("multiAz", request.multiAZ());
    wanted.put("publiclyAccessible", request.publiclyAccessible());
    wanted.put("autoMinorVersionUpgrade", request.autoMinorVersionUpgrade());
    wanted.put("copyTagsToSnapshot", request.copyTagsToSnapshot());
    wanted.put("deletionProtection", request.deletionProtection());
    wanted.put(
        "enabledCloudwatchLogsExports",
        request.hasEnableCloudwatchLogsExports() ? request.enableCloudwatchLogsExports() : null);
    Map<String, Object> tags = new LinkedHashMap<>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    wanted.put("tags", tags);
    wanted.values().removeIf(Objects::isNull);
    return wanted;
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
            "backupRetentionPeriod",
            "backupWindow")) {
      attributes.put(inherited, content.settings().get(inherited));
    }
    attributes.put("identifier", identifier);
    attributes.put("password", content.password());
    attributes.put("kmsKeyId", snapshot.flag("encrypted") ? snapshot.string("kmsKeyId") : null);
    attributes.put("multiAz", false);
    attributes.put("publiclyAccessible", false);
    attributes.put("deletionProtection", false);
    attributes.put("copyTagsToSnapshot", false);
    attributes.put("monitoringInterval", 0);
    attributes.put("performanceInsightsEnabled", false);
    attributes.put("iamDatabaseAuthenticationEnabled", false);
    attributes.putAll(wanted);
    attributes.values().removeIf(Objects::isNull);
    return attributes;
  }
}
