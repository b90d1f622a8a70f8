package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the writer of a global database changes. A switchover holds the writes, lets the target have
 * everything and exchanges the roles; a failover gives up what has not arrived, and the former
 * writer comes back as a reader once its Region can be reached: its volume is kept as a snapshot
 * and made anew.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html">Using
 *     switchover or failover in Amazon Aurora Global Database</a>
 */
final class GlobalDatabase {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);
  private static final Duration TAKEN_BACK = Duration.ofSeconds(30);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm").withZone(ZoneOffset.UTC);

  private final World world;
  private final Databases databases;
  private final Clusters clusters;

  /** When the move was asked for that made a cluster the writer, by its ARN. */
  private final Map<String, Instant> asked = new HashMap<>();

  GlobalDatabase(World world, Databases databases, Clusters clusters) {
    this.world = world;
    this.databases = databases;
    this.clusters = clusters;
  }

  /** Begins a switchover, or refuses. */
  void switchOver(Resource global, Resource target) {
    check(global, target);
    Resource writer =
        clusters
            .writerOf(global)
            .filter(found -> world.faults().reaches(target.region(), found.region()))
            .filter(found -> found.string("status").equals("available"))
            .orElseThrow(
                () ->
                    ClusterRefusal.globalState(
                        "The primary cluster of "
                            + global.id()
                            + " is not available: a switchover needs every cluster"));
    begin(global, target, "switching-over");
    after(
        global,
        target,
        "aurora.switchover",
        () -> {
          boolean both = world.faults().reaches(target.region(), writer.region());
          if (!both) {
            cancel(global, target);
            return;
          }
          databases.of(target).receive(Instant.MAX, false);
          take(global, target);
          databases.of(writer).reboot();
          end(global, target);
        });
  }

  /** Begins a failover that may lose data, or refuses. */
  void failOver(Resource global, Resource target) {
    check(global, target);
    Optional<Resource> former = clusters.writerOf(global);
    begin(global, target, "failing-over");
    after(
        global,
        target,
        "aurora.failover",
        () -> {
          databases.of(target).dropInFlight();
          take(global, target);
          former.ifPresent(old -> leftBehind(old, target));
          end(global, target);
        });
  }

  private void check(Resource global, Resource target) {
    if (Clusters.moving(global)) {
      throw ClusterRefusal.globalState(
          "Global cluster " + global.id() + " is " + global.string(Clusters.MOVING));
    }
    if (clusters.globalOf(target).filter(global::equals).isEmpty()) {
      throw ClusterRefusal.noCluster(target.id());
    }
    if (clusters.writer(target)) {
      throw ClusterRefusal.state(target.id() + " is the primary cluster already");
    }
    boolean able =
        target.string("status").equals("available")
            && !target.has(Clusters.REJOIN)
            && !clusters.instances(target).isEmpty();
    if (!able) {
      throw ClusterRefusal.state(
          "Cluster " + target.id() + " cannot become the primary cluster in its current state");
    }
  }

  private void begin(Resource global, Resource target, String status) {
    asked.put(target.string("arn"), world.clock().instant());
    global.set(Clusters.MOVING, status);
    global.set(Clusters.MOVING_TO, target.string("arn"));
    target.set("status", "failing-over");
  }

  private void after(Resource global, Resource target, String latency, Runnable work) {
    Duration whole = world.latency().sample(latency, target.id(), world.clock().instant());
    if (world.faults().strikes(Trouble.PROMOTION_SLOW, target.region(), "rds")) {
      whole = whole.multipliedBy(2 + world.faults().chance(4));
    }
    later(
        global,
        target,
        whole,
        () -> {
          if (world.faults().strikes(Trouble.GLOBAL_MOVE_CANCELLED, target.region(), "rds")) {
            cancel(global, target);
          } else {
            work.run();
          }
        });
  }

  /**
   * Every cluster returns to what it was.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverState.html">FailoverState</a>
   */
  private void cancel(Resource global, Resource target) {
    asked.remove(target.string("arn"));
    global.set(Clusters.CANCELLING, true);
    later(global, target, TAKEN_BACK, () -> end(global, target));
  }

  /** When the move was asked for that made this cluster the writer, or is to make it so. */
  Optional<Instant> asked(Resource cluster) {
    return Optional.ofNullable(asked.get(cluster.string("arn")));
  }

  /** It goes on only while the Region of the target works. */
  private void later(Resource global, Resource target, Duration delay, Runnable work) {
    world
        .clock()
        .after(
            delay,
            "rds:global-move:" + global.id(),
            () -> {
              if (world.faults().dead(target.region())) {
                later(global, target, LOOK_AGAIN, work);
              } else {
                work.run();
              }
            });
  }

  private void take(Resource global, Resource target) {
    clusters.elect(global, target);
    databases.of(target).reboot();
  }

  private void end(Resource global, Resource target) {
    global.attributes().remove(Clusters.MOVING);
    global.attributes().remove(Clusters.MOVING_TO);
    global.attributes().remove(Clusters.CANCELLING);
    target.set("status", "available");
  }

  private void leftBehind(Resource former, Resource writer) {
    if (world.faults().reaches(writer.region(), former.region())) {
      fence(former, writer);
    } else {
      former.set(Clusters.REJOIN, Clusters.UNREACHED);
      wayBack(former, writer, LOOK_AGAIN);
    }
  }

  private void wayBack(Resource former, Resource writer, Duration delay) {
    world
        .clock()
        .after(
            delay,
            "rds:global-rejoin:" + former.string("resourceId"),
            () -> {
              boolean there =
                  world.account().find(Clusters.CLUSTER, former.region(), former.id()).isPresent();
              if (!there || !former.has(Clusters.REJOIN)) {
                return;
              }
              if (!world.faults().reaches(writer.region(), former.region())) {
                wayBack(former, writer, LOOK_AGAIN);
              } else if (former.string(Clusters.REJOIN).equals(Clusters.UNREACHED)) {
                fence(former, writer);
              } else {
                rejoin(former, writer);
              }
            });
  }

  /** From now on it takes no writes; what only it has is kept. */
  private void fence(Resource former, Resource writer) {
    former.set(Clusters.REJOIN, Clusters.FENCED);
    String identifier =
        "rds:unplanned-global-failover-"
            + former.id()
            + "-"
            + STAMP.format(world.clock().instant());
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("dbClusterIdentifier", former.id());
    attributes.put("dbClusterSnapshotIdentifier", identifier);
    attributes.put(
        "dbClusterSnapshotArn",
        "arn:aws:rds:"
            + former.region()
            + ":"
            + world.account().id()
            + ":cluster-snapshot:"
            + identifier);
    attributes.put("engine", former.string("engine"));
    attributes.put("status", "available");
    attributes.put("created", world.clock().instant().toString());
    Resource snapshot = new Resource(Clusters.SNAPSHOT, former.region(), identifier, attributes);
    snapshot.id(identifier);
    world.account().add(snapshot);
    wayBack(
        former,
        writer,
        world.latency().sample("aurora.rejoin", former.id(), world.clock().instant()));
  }

  private void rejoin(Resource former, Resource writer) {
    former.attributes().remove(Clusters.REJOIN);
    databases.run(
        former,
        databases.of(former).madeAnew(databases.of(writer).rows(), world.clock().instant()));
  }

  /**
   * RemoveFromGlobalCluster: a reader becomes a cluster of its own that takes writes; the writer
   * can leave only as the last one.
   */
  void remove(Resource global, Resource cluster) {
    if (Clusters.moving(global)) {
      throw ClusterRefusal.globalState(
          "Global cluster " + global.id() + " is " + global.string(Clusters.MOVING));
    }
    if (clusters.writer(cluster) && clusters.members(global).size() > 1) {
      throw ClusterRefusal.globalState(
          "The primary cluster "
              + cluster.id()
              + " can't be removed from global cluster "
              + global.id()
              + " while it has secondary clusters");
    }
    clusters.leave(global, cluster);
    databases.of(cluster).dropInFlight();
    databases.of(cluster).reboot();
    cluster.attributes().remove("replicationSourceIdentifier");
    cluster.attributes().remove("globalClusterIdentifier");
    cluster.attributes().remove(Clusters.REJOIN);
  }
}
