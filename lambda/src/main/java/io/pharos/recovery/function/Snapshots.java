package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.Tag;

/** The snapshots of a Region that the runtime made: by their name and their tag, and no others. */
record Snapshots(Aws aws, Environment environment, String region) {
  /** Marks what a schedule made, and may delete. */
  private static final String TAG = "pharos:upkeep";

  private static final String MADE = "snapshot";

  /** The snapshot of this name, unless it is of no use. */
  Optional<DBSnapshot> find(String name) {
    try {
      DBSnapshot found =
          rds().describeDBSnapshots(get -> get.dbSnapshotIdentifier(name)).dbSnapshots().get(0);
      if (found.status().equals("failed") || found.status().startsWith("incompatible-")) {
        throw new Failed(
            ErrorCode.SNAPSHOT_BROKEN,
            name
                + " in "
                + region
                + " is "
                + found.status()
                + ": delete it, and start the snapshot state machine again");
      }
      return Optional.of(found);
    } catch (DbSnapshotNotFoundException e) {
      return Optional.empty();
    }
  }

  static boolean available(DBSnapshot snapshot) {
    return "available".equals(snapshot.status());
  }

  /** Begins to make one. */
  Outcome make(String name, String database) {
    try {
      rds()
          .createDBSnapshot(
              create ->
                  create.dbSnapshotIdentifier(name).dbInstanceIdentifier(database).tags(tags()));
    } catch (DbSnapshotAlreadyExistsException e) {
      return Outcome.waiting(name + " exists by now");
    } catch (InvalidDbInstanceStateException e) {
      return Outcome.waiting(String.valueOf(e.getMessage()));
    }
    return Outcome.waiting(name + " is being made");
  }

  /** Begins to copy one here, encrypted with this key. */
  void copy(DBSnapshot original, String originalRegion, String keyArn) {
    try {
      rds()
          .copyDBSnapshot(
              copy ->
                  copy.sourceDBSnapshotIdentifier(original.dbSnapshotArn())
                      // Signs the request to the source's Region, which the key of a copy needs.
                      .sourceRegion(originalRegion)
                      .targetDBSnapshotIdentifier(original.dbSnapshotIdentifier())
                      .kmsKeyId(keyArn)
                      .tags(tags()));
    } catch (DbSnapshotAlreadyExistsException e) {
      // Begun by a call whose answer was lost: the next look tells.
    }
  }

  /**
   * Deletes those taken before this time, but never the newest one that can be used.
   *
   * @return how many
   */
  int deleteBefore(Instant oldest) {
    List<DBSnapshot> made =
        manual().stream()
            .filter(this::ours)
            .filter(Snapshots::available)
            .sorted(Comparator.comparing(Snapshots::taken).reversed())
            .toList();
    int gone = 0;
    for (DBSnapshot snapshot : made.subList(Math.min(1, made.size()), made.size())) {
      if (taken(snapshot).isBefore(oldest)) {
        delete(snapshot.dbSnapshotIdentifier());
        gone++;
      }
    }
    return gone;
  }

  private List<DBSnapshot> manual() {
    List<DBSnapshot> all = new ArrayList<>();
    String marker = null;
    do {
      String from = marker;
      DescribeDbSnapshotsResponse page =
          rds().describeDBSnapshots(get -> get.snapshotType("manual").marker(from));
      all.addAll(page.dbSnapshots());
      marker = page.marker();
    } while (marker != null && !marker.isEmpty());
    return all;
  }

  private void delete(String name) {
    try {
      rds().deleteDBSnapshot(delete -> delete.dbSnapshotIdentifier(name));
    } catch (DbSnapshotNotFoundException e) {
      // It is gone, which is what was wanted.
    }
  }

  private boolean ours(DBSnapshot snapshot) {
    Names names = environment.names();
    return snapshot.dbSnapshotIdentifier().startsWith(names.snapshots())
        && snapshot.tagList().stream()
            .anyMatch(tag -> tag.key().equals(TAG) && tag.value().equals(MADE));
  }

  /** A copy is as old as what it is a copy of. */
  private static Instant taken(DBSnapshot snapshot) {
    return snapshot.originalSnapshotCreateTime() == null
        ? snapshot.snapshotCreateTime()
        : snapshot.originalSnapshotCreateTime();
  }

  private List<Tag> tags() {
    Names names = environment.names();
    return List.of(
        tag("pharos:app", names.app()),
        tag("pharos:environment", names.environment()),
        tag(TAG, MADE));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private RdsClient rds() {
    return aws.client(RdsClient.class, region);
  }
}
