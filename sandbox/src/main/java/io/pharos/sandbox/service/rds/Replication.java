package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Asynchronous replication. A row is due on a replica after that moment's lag; it arrives only if
 * the source reaches the replica then, so a replica that lost its source keeps what had arrived. A
 * replica that fell behind catches up within a minute after what slowed it down is over.
 */
final class Replication implements Volume {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final int SLOW_FACTOR = 300;
  private static final long LAG_CHANGES_EVERY_SECONDS = 30;

  /** {@code archive_timeout} of RDS for PostgreSQL. */
  private static final long IDLE_SECONDS = 300;

  private final World world;
  private final Databases databases;

  Replication(World world, Databases databases) {
    this.world = world;
    this.databases = databases;
  }

  @Override
  public boolean writable(Resource instance) {
    return !Databases.replica(instance);
  }

  @Override
  public void commit(Resource writer, String key, String value) {
    Row row = new Row(key, value, world.clock().instant(), writer.string("resourceId"));
    databases.of(writer).add(row);
    send(writer, row);
  }

  private void send(Resource source, Row row) {
    for (Resource replica : databases.replicas(source)) {
      if (databases.of(replica).cut()) {
        continue;
      }
      Instant now = world.clock().instant();
      Instant due =
          databases.of(replica).send(row, now.plus(lag(replica)), now.plus(usualLag(replica)));
      world
          .clock()
          .at(due, "rds:replication:" + replica.string("resourceId"), () -> receive(replica));
    }
  }

  private void receive(Resource replica) {
    if (!connected(replica)) {
      return;
    }
    Database database = databases.of(replica);
    database.receive(world.clock().instant(), slow(replica)).forEach(row -> send(replica, row));
    database.contact(world.clock().instant());
  }

  /** Whether rows can come from its source right now. */
  boolean connected(Resource replica) {
    return databases
        .source(replica)
        .filter(source -> !source.string("status").equals("deleting"))
        .filter(source -> world.faults().reaches(source.region(), replica.region()))
        .isPresent();
  }

  /** This moment's lag: it changes, but not with who asks, nor how often. */
  Duration lag(Resource replica) {
    Duration usual = usualLag(replica);
    return slow(replica) ? usual.multipliedBy(SLOW_FACTOR) : usual;
  }

  private Duration usualLag(Resource replica) {
    return world
        .latency()
        .sample(
            "rds.replicationLag",
            replica.string("identifier"),
            world.clock().instant().getEpochSecond() / LAG_CHANGES_EVERY_SECONDS);
  }

  private boolean slow(Resource replica) {
    return world.faults().strikes(Trouble.REPLICATION_SLOW, replica.region(), "rds");
  }

  /** Lets a replica catch up after an interruption, and publishes its lag, every minute. */
  void start(Resource replica) {
    world
        .clock()
        .every(
            MINUTE,
            "rds:replica-lag:" + replica.string("resourceId"),
            () -> {
              boolean goesOn =
                  Databases.replica(replica)
                      && world
                          .account()
                          .find(Databases.INSTANCE, replica.region(), replica.id())
                          .filter(found -> found == replica)
                          .isPresent();
              if (goesOn && !world.faults().dead(replica.region())) {
                receive(replica);
                if (!replica.string("status").equals("creating")) {
                  publish(replica);
                }
              }
              return goesOn;
            });
  }

  private void publish(Resource replica) {
    if (world.faults().strikes(Trouble.LAG_UNKNOWN, replica.region(), "rds")) {
      return;
    }
    world
        .service(CloudWatch.class)
        .put(
            replica.region(),
            "AWS/RDS",
            "ReplicaLag",
            Map.of("DBInstanceIdentifier", replica.string("identifier")),
            world.clock().instant(),
            lagMetric(replica));
  }

  /**
   * ReplicaLag as the engine reports it. MySQL: whole seconds behind the source, -1 while
   * replication is broken. PostgreSQL: the age of the last transaction that was replayed; a source
   * that nobody writes to has one every five minutes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html">Monitoring
   *     and tuning the replication process</a>
   */
  private double lagMetric(Resource replica) {
    Engine engine = Engine.of(replica.string("engine")).orElseThrow();
    Database database = databases.of(replica);
    Instant now = world.clock().instant();
    boolean connected = connected(replica);
    if (!engine.lagIsMinusOneWhenBroken()) {
      return ageOfLastTransaction(database, connected ? now : database.lastContact(), now);
    }
    if (!connected) {
      return -1;
    }
    long behind =
        database
            .oldestInFlight()
            .map(row -> Duration.between(row.committed(), now).toSeconds())
            .orElse(0L);
    return Math.max(behind, lag(replica).toSeconds());
  }

  private static double ageOfLastTransaction(Database database, Instant contact, Instant now) {
    Instant idle =
        Instant.ofEpochSecond(
            contact.getEpochSecond() - Math.floorMod(contact.getEpochSecond(), IDLE_SECONDS));
    Instant newest = database.newestCommit();
    return Duration.between(newest.isAfter(idle) ? newest : idle, now).toMillis() / 1000.0;
  }
}
