package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.DatabaseRefused;
import io.pharos.sandbox.service.RdsConnection;
import java.util.Optional;
import java.util.Set;

/**
 * What a client meets between its socket and its session: name, network, the instance's state, its
 * key, and the log-in. Whatever is missing is the reason that it is told.
 */
public final class Front {
  private static final Set<String> UP = Set.of("available", "modifying", "backing-up");

  private final World world;
  private final Databases databases;
  private final Replication replication;
  private final Clusters clusters;
  private final GlobalReplication volumes;
  private final Reachability network;
  private final Memo<String, Boolean> keys;

  Front(
      World world,
      Databases databases,
      Replication replication,
      Clusters clusters,
      GlobalReplication volumes,
      Reachability network) {
    this.world = world;
    this.databases = databases;
    this.replication = replication;
    this.clusters = clusters;
    this.volumes = volumes;
    this.network = network;
    this.keys = new Memo<>(world.account(), "aws:kms");
  }

  /** Opens a session, or says what is in its way. */
  public RdsConnection connect(
      NetworkSource from, String host, int port, String user, String password, String databaseName)
      throws DatabaseRefused {
    Optional<Resource> found = databases.byAddress(host);
    if (found.isPresent()) {
      return connect(replication, found.get(), from, port, user, password, databaseName);
    }
    Resource cluster =
        clusters
            .byAddress(host)
            .filter(any -> active(any, host))
            .orElseThrow(() -> new DatabaseRefused("Unknown host " + host));
    return connect(volumes, cluster, from, port, user, password, databaseName);
  }

  /** The endpoint for writes leads nowhere in a cluster that takes none. */
  private boolean active(Resource cluster, String host) {
    return !clusters.instances(cluster).isEmpty()
        && (!cluster.string("address").equalsIgnoreCase(host)
            || clusters.writer(cluster)
            || clusters.takesWrites(cluster));
  }

  private RdsConnection connect(
      Volume volume,
      Resource instance,
      NetworkSource from,
      int port,
      String user,
      String password,
      String databaseName)
      throws DatabaseRefused {
    checkAlive(from, instance);
    if (port != instance.integer("port")) {
      throw failure(instance, "connection refused on port " + port);
    }
    if (!user.equals(instance.string("username"))
        || !password.equals(databases.of(instance).password())) {
      throw new DatabaseRefused(engine(instance).wrongLogin(user));
    }
    if (!databaseName.equals(instance.string("dbName"))) {
      throw new DatabaseRefused(engine(instance).unknownDatabase(databaseName));
    }
    return new Session(this, volume, databases, from, instance);
  }

  /** Whether packets get there, and the instance can work. */
  void checkAlive(NetworkSource from, Resource instance) throws DatabaseRefused {
    if (!world.faults().reaches(from.region(), instance.region())) {
      throw failure(instance, "connect timed out (Region " + instance.region() + ")");
    }
    Optional<String> blocked =
        network.blocked(from, databases.place(instance), instance.integer("port"));
    if (blocked.isPresent()) {
      throw failure(instance, "connect timed out: " + blocked.get());
    }
    if (!UP.contains(instance.string("status"))) {
      throw failure(instance, "connection refused, the instance is " + instance.string("status"));
    }
    if (instance.flag("storageEncrypted") && !keyUsable(instance)) {
      throw failure(
          instance, "inaccessible-encryption-credentials: " + instance.string("kmsKeyId"));
    }
  }

  private boolean keyUsable(Resource instance) {
    String arn = instance.string("kmsKeyId");
    return arn.isEmpty() || keys.get(arn, this::enabled);
  }

  private boolean enabled(String keyArn) {
    return world
        .account()
        .byArn("aws:kms/key:Key", keyArn)
        .filter(key -> !key.has("isEnabled") || key.flag("isEnabled"))
        .isPresent();
  }

  private static DatabaseRefused failure(Resource instance, String why) {
    return new DatabaseRefused(
        engine(instance).noConnection() + " " + instance.string("address") + ": " + why);
  }

  private static Engine engine(Resource instance) {
    return Engine.spokenBy(instance.string("engine"));
  }
}
