package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Replication of a global database, from the writer's volume to that of every other member. The
 * metrics of the lag are published in the Region of the member that follows, in milliseconds, and
 * only while it follows: what a member says that has lost its writer is documented nowhere.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html">Amazon
 *     CloudWatch metrics for Amazon Aurora</a>
 */
final class GlobalReplication implements Volume {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** Minutes in the place of less than a second: more than anybody waits for. */
  private static final int SLOW_FACTOR = 1_500;

  private static final long LAG_CHANGES_EVERY_SECONDS = 30;

  private final World world;
  private final Databases databases;
  private final Clusters clusters;

  GlobalReplication(World world, Databases databases, Clusters clusters) {
    this.world = world;
    this.databases = databases;
    this.clusters = clusters;
  }

  @Override
  public boolean writable(Resource cluster) {
    return clusters.takesWrites(cluster);
  }

  @Override
  public void commit(Resource writer, String key, String value) {
    Row row = new Row(key, value, world.clock().instant(), writer.string("resourceId"));
    databases.of(writer).add(row);
    if (writer.has(Clusters.REJOIN)) {
      return;
    }
    clusters.globalOf(writer).map(clusters::members).stream()
        .flatMap(java.util.List::stream)
        .filter(clusters::follows)
        .forEach(reader -> send(row, reader));
  }

  private void send(Row row, Resource reader) {
    Instant now = world.clock().instant();
    Instant due = databases.of(reader).send(row, now.plus(lag(reader)), now.plus(usualLag(reader)));
    world
        .clock()
        .at(due, "rds:global-replication:" + reader.string("resourceId"), () -> receive(reader));
  }

  private void receive(Resource reader) {
    if (clusters.source(reader).isPresent()) {
      Instant now = world.clock().instant();
      databases.of(reader).receive(now, slow(reader));
      databases.of(reader).contact(now);
    }
  }

  /** This moment's lag: it changes, but not with who asks, nor how often. */
  private Duration lag(Resource reader) {
    Duration usual = usualLag(reader);
    return slow(reader) ? usual.multipliedBy(SLOW_FACTOR) : usual;
  }

  private Duration usualLag(Resource reader) {
    return world
        .latency()
        .sample(
            "aurora.replicationLag",
            reader.id(),
            world.clock().instant().getEpochSecond() / LAG_CHANGES_EVERY_SECONDS);
  }

  private boolean slow(Resource reader) {
    return world.faults().strikes(Trouble.REPLICATION_SLOW, reader.region(), "rds");
  }

  /** Every minute, for as long as the cluster exists: what it missed, and its lag. */
  void start(Resource cluster) {
    world
        .clock()
        .every(
            MINUTE,
            "rds:global-lag:" + cluster.string("resourceId"),
            () -> {
              boolean goesOn =
                  world
                      .account()
                      .find(Clusters.CLUSTER, cluster.region(), cluster.id())
                      .filter(found -> found == cluster)
                      .isPresent();
              if (goesOn && clusters.source(cluster).isPresent()) {
                receive(cluster);
                publish(cluster);
              }
              return goesOn;
            });
  }

  private void publish(Resource reader) {
    if (world.faults().strikes(Trouble.LAG_UNKNOWN, reader.region(), "rds")) {
      return;
    }
    Instant now = world.clock().instant();
    long behind =
        databases
            .of(reader)
            .oldestInFlight()
            .map(row -> Duration.between(row.committed(), now).toMillis())
            .orElse(0L);
    double milliseconds = Math.max(behind, lag(reader).toMillis());
    for (String metric :
        java.util.List.of("AuroraGlobalDBReplicationLag", "AuroraGlobalDBRPOLag")) {
      world
          .service(CloudWatch.class)
          .put(
              reader.region(),
              "AWS/RDS",
              metric,
              Map.of("DBClusterIdentifier", reader.id()),
              now,
              milliseconds);
    }
  }
}
