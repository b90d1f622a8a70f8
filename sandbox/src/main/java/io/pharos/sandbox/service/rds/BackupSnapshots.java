package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/**
 * The snapshots that AWS Backup makes of DB instances: they take as long as others, count in no
 * quota, and only AWS Backup deletes them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/AutomatedBackups.AWSBackup.html">Using
 *     AWS Backup to manage automated backups</a>
 */
public final class BackupSnapshots {
  private static final String PREFIX = "awsbackup:";

  private final World world;
  private final Snapshots snapshots;
  private final SnapshotContents contents;
  private final SnapshotRestore restore;
  private final Deletion deletion;

  BackupSnapshots(
      World world,
      Snapshots snapshots,
      SnapshotContents contents,
      SnapshotRestore restore,
      Deletion deletion) {
    this.world = world;
    this.snapshots = snapshots;
    this.contents = contents;
    this.restore = restore;
    this.deletion = deletion;
  }

  static boolean managed(Resource snapshot) {
    return snapshot.id().startsWith(PREFIX);
  }

  /** The instance of this ARN, in any state. */
  public Optional<Resource> instance(String arn) {
    return world.account().byArn(Databases.INSTANCE, arn);
  }

  /**
   * Begins a snapshot of an instance that is available; {@code awsbackup:} goes before its name.
   */
  public Resource make(Resource instance, String name) {
    Resource snapshot = snapshots.add(instance, PREFIX + name);
    snapshot.set("snapshotType", "awsbackup");
    contents.keep(snapshot, instance);
    instance.set("status", "backing-up");
    snapshots.finish(
        snapshot,
        instance.region(),
        world.latency().sample("rds.snapshot", snapshot.id(), world.clock().instant()),
        () -> {
          if (instance.string("status").equals("backing-up")) {
            instance.set("status", "available");
          }
        });
    return snapshot;
  }

  /** Begins a copy in another Region, under a key of that Region. */
  public Resource copy(Resource source, String region, String name, String keyArn) {
    Map<String, Object> attributes = new LinkedHashMap<>(source.attributes());
    attributes.put("kmsKeyId", source.flag("encrypted") ? keyArn : "");
    attributes.put("sourceDbSnapshotIdentifier", source.string("arn"));
    attributes.put("sourceRegion", source.region());
    Resource copy =
        snapshots.add(
            region,
            PREFIX + name,
            attributes,
            Instant.parse(source.string("originalSnapshotCreateTime")));
    copy.set("snapshotType", "awsbackup");
    contents.copy(source, copy);
    snapshots.finish(
        copy,
        source.region(),
        world.latency().sample("rds.copySnapshot", copy.id(), world.clock().instant()),
        () -> {});
    return copy;
  }

  public Optional<Resource> find(String region, String arn) {
    return snapshots.find(region, arn.substring(arn.indexOf(":snapshot:") + 10));
  }

  public void delete(Resource snapshot) {
    world.account().remove(snapshot);
    contents.forget(snapshot);
  }

  /**
   * Begins to restore one in its Region.
   *
   * @param wanted attributes of the instance that differ from what was backed up
   * @throws software.amazon.awssdk.services.rds.model.RdsException when RDS refuses it
   */
  public Resource restore(Resource snapshot, String identifier, Map<String, Object> wanted) {
    return restore.start(snapshot, identifier, wanted);
  }

  /** Deletes what was restored, without a final snapshot. */
  public void discard(Resource restored) {
    deletion.start(
        restored,
        DeleteDbInstanceRequest.builder()
            .dbInstanceIdentifier(restored.string("identifier"))
            .skipFinalSnapshot(true)
            .build());
  }
}
