package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/**
 * DeleteDBInstance: with a final snapshot unless it is skipped, never while the instance is
 * protected. Replicas of the same Region are promoted; elsewhere replication ends, and the replica
 * stays one until somebody promotes it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html">DeleteDBInstance</a>
 */
final class Deletion {
  private final World world;
  private final Databases databases;
  private final Promotion promotion;
  private final Snapshots snapshots;

  Deletion(World world, Databases databases, Promotion promotion, Snapshots snapshots) {
    this.world = world;
    this.databases = databases;
    this.promotion = promotion;
    this.snapshots = snapshots;
  }

  /** As the API asks for it: takes the final snapshot, and the instance is gone later. */
  void start(Resource instance, DeleteDbInstanceRequest request) {
    check(instance, request);
    boolean skip = Boolean.TRUE.equals(request.skipFinalSnapshot());
    if (!skip) {
      snapshots.last(instance, request.finalDBSnapshotIdentifier());
    }
    let(instance);
    Duration whole =
        world
            .latency()
            .sample("rds.delete", instance.string("identifier"), world.clock().instant());
    world
        .clock()
        .after(
            whole,
            "rds:deletion:" + instance.string("resourceId"),
            () -> {
              databases.forget(instance);
              world.account().remove(instance);
            });
  }

  private void check(Resource instance, DeleteDbInstanceRequest request) {
    String identifier = instance.string("identifier");
    String snapshot = request.finalDBSnapshotIdentifier();
    boolean skip = Boolean.TRUE.equals(request.skipFinalSnapshot());
    checkUnprotected(instance);
    if (instance.string("status").equals("deleting")) {
      throw RdsRefusal.state("Instance " + identifier + " is already being deleted.");
    }
    if (skip && snapshot != null) {
      throw RdsRefusal.combination(
          "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true.");
    }
    if (skip) {
      return;
    }
    if (Databases.replica(instance)) {
      throw RdsRefusal.combination(
          "FinalDBSnapshotIdentifier can not be specified when deleting a read replica.");
    }
    if (snapshot == null) {
      throw RdsRefusal.combination(
          "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
    }
    if (!instance.string("status").equals("available")) {
      throw RdsRefusal.state(
          "Instance " + identifier + " is currently " + instance.string("status") + ".");
    }
    snapshots.checkFree(instance.region(), snapshot);
  }

  static void checkUnprotected(Resource instance) {
    if (instance.flag("deletionProtection")) {
      throw RdsRefusal.combination(
          "Cannot delete protected DB Instance, please disable deletion protection and try again.");
    }
  }

  /** From now on nobody replicates it, and it replicates nobody. */
  void let(Resource instance) {
    List<Resource> replicas = databases.replicas(instance);
    instance.set("status", "deleting");
    for (Resource replica : replicas) {
      if (replica.region().equals(instance.region())) {
        promotion.start(replica, replica.integer("backupRetentionPeriod"), "");
      }
      databases.of(replica).cutReplication();
    }
    databases
        .source(instance)
        .ifPresent(
            source -> {
              List<String> left = new ArrayList<>(source.strings("replicas"));
              left.remove(Databases.replicaName(source, instance));
              source.set("replicas", left);
            });
  }
}
