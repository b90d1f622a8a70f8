package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;

/**
 * PromoteReadReplica: replication ends at once, then the instance is modified, restarted and
 * available, as a writer. It takes what {@code rds.promote} says, and longer when its Region dies
 * meanwhile.
 */
final class Promotion {
  private static final double RESTART_AFTER = 0.8;
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private final World world;
  private final Databases databases;

  Promotion(World world, Databases databases) {
    this.world = world;
    this.databases = databases;
  }

  /** Begins the promotion of a replica that is available, or refuses. */
  void start(Resource replica, int backupRetentionDays, String backupWindow) {
    String identifier = replica.string("identifier");
    if (!Databases.replica(replica)) {
      throw RdsRefusal.state("DB Instance " + identifier + " is not a read replica.");
    }
    if (!replica.string("status").equals("available")) {
      throw RdsRefusal.state(
          "Instance "
              + identifier
              + " is not in available state: it is "
              + replica.string("status")
              + ".");
    }
    replica.set("status", "modifying");
    databases.of(replica).cutReplication();
    replica.set("backupRetentionPeriod", backupRetentionDays);
    if (!backupWindow.isEmpty()) {
      replica.set("backupWindow", backupWindow);
    }
    Duration whole = world.latency().sample("rds.promote", identifier, world.clock().instant());
    if (world.faults().strikes(Trouble.PROMOTION_SLOW, replica.region(), "rds")) {
      whole = whole.multipliedBy(2 + world.faults().chance(4));
    }
    schedule(replica, whole.multipliedBy((long) (RESTART_AFTER * 100)).dividedBy(100), "rebooting");
    schedule(replica, whole, "available");
  }

  private void schedule(Resource replica, Duration delay, String status) {
    world
        .clock()
        .after(
            delay,
            "rds:promotion:" + replica.string("resourceId"),
            () -> {
              if (world.faults().dead(replica.region())) {
                schedule(replica, TRY_AGAIN, status);
              } else if (status.equals("available")) {
                finish(replica);
              } else if (replica.string("status").equals("modifying")) {
                replica.set("status", status);
                databases.of(replica).reboot();
              }
            });
  }

  /** The instance is a writer now; a second call changes nothing. */
  void finish(Resource instance) {
    if (instance.string("status").equals("available")) {
      return;
    }
    databases
        .source(instance)
        .ifPresent(
            source -> {
              instance.attributes().remove("replicateSourceDb");
              databases.listReplicas(source);
            });
    instance.attributes().remove("replicateSourceDb");
    instance.set("status", "available");
  }
}
