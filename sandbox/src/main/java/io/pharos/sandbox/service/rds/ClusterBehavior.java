package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Aurora's clusters as {@code aws_rds_cluster} manages them. The first one of a global cluster is
 * its writer, every later one has the writer's rows and takes no writes; a cluster leaves its
 * global cluster when {@code globalClusterIdentifier} is cleared, or when it is deleted.
 */
final class ClusterBehavior implements Behavior {
  private final World world;
  private final Databases databases;
  private final Clusters clusters;
  private final ClusterRules rules;
  private final GlobalDatabase globalDatabase;
  private final GlobalReplication replication;

  ClusterBehavior(
      World world,
      Databases databases,
      Clusters clusters,
      GlobalDatabase globalDatabase,
      GlobalReplication replication) {
    this.world = world;
    this.databases = databases;
    this.clusters = clusters;
    this.rules = new ClusterRules(world, databases, clusters);
    this.globalDatabase = globalDatabase;
    this.replication = replication;
  }

  /** What ends the names of a Region's endpoints. */
  static String domain(World world, String region) {
    return Ids.letters("", 12, world.account().id(), region).toLowerCase(Locale.ROOT)
        + "."
        + region
        + ".rds.amazonaws.com";
  }

  @Override
  public void create(Resource wanted) {
    if (wanted.string("clusterIdentifier").isEmpty()) {
      wanted.set("clusterIdentifier", Ids.hex("tf-", 26, wanted.region(), wanted.name()));
    }
    if (clusters.named(wanted.region(), wanted.string("clusterIdentifier")).isPresent()) {
      throw ClusterRefusal.exists();
    }
    rules.checkAll(wanted);
    Optional<Resource> global = rules.global(wanted);
    Optional<Resource> writer = global.flatMap(clusters::writerOf);
    if (writer.isPresent()) {
      rules.checkReader(wanted, global.get(), writer.get());
      inherit(wanted, writer.get());
    } else {
      rules.checkWriter(wanted, global);
      wanted.set("username", wanted.string("masterUsername"));
      wanted.set("password", wanted.string("masterPassword"));
      wanted.set("dbName", wanted.string("databaseName"));
    }
    describe(wanted);
    databases.run(
        wanted,
        new Database(
            writer.map(source -> databases.of(source).rows()).orElse(List.of()),
            wanted.string("password"),
            world.clock().instant()));
    global.ifPresent(to -> clusters.join(to, wanted, writer.isEmpty()));
  }

  private static void inherit(Resource reader, Resource writer) {
    for (String inherited : List.of("username", "password", "dbName")) {
      reader.set(inherited, writer.string(inherited));
    }
    reader.set("masterUsername", writer.string("username"));
    reader.set("databaseName", writer.string("dbName"));
    reader.set("replicationSourceIdentifier", writer.string("arn"));
    reader.set("storageEncrypted", writer.flag("storageEncrypted"));
  }

  private void describe(Resource cluster) {
    String region = cluster.region();
    String identifier = cluster.string("clusterIdentifier").toLowerCase(Locale.ROOT);
    AuroraEngine engine = AuroraEngine.of(cluster.string("engine")).orElseThrow();
    cluster.id(identifier);
    cluster.set("clusterIdentifier", identifier);
    cluster.set("identifier", identifier);
    cluster.set("clusterResourceId", Ids.letters("cluster-", 26, region, identifier));
    cluster.set("resourceId", cluster.string("clusterResourceId"));
    cluster.set(
        "arn", "arn:aws:rds:" + region + ":" + world.account().id() + ":cluster:" + identifier);
    cluster.set("endpoint", identifier + ".cluster-" + domain(world, region));
    cluster.set("address", cluster.string("endpoint"));
    cluster.set("readerEndpoint", identifier + ".cluster-ro-" + domain(world, region));
    cluster.set("engineVersionActual", cluster.string("engineVersion"));
    cluster.set("hostedZoneId", Ids.letters("Z", 13, "rds", region));
    cluster.set("status", "available");
    byDefault(cluster, "port", engine.port());
    byDefault(
        cluster,
        "dbClusterParameterGroupName",
        "default." + engine.family(cluster.string("engineVersion")));
    byDefault(cluster, "backupRetentionPeriod", 1);
    byDefault(cluster, "preferredBackupWindow", "03:00-03:30");
    byDefault(cluster, "preferredMaintenanceWindow", "sun:05:00-sun:05:30");
    byDefault(cluster, "storageEncrypted", false);
    byDefault(cluster, "networkType", "IPV4");
    byDefault(cluster, "allocatedStorage", 1);
    byDefault(cluster, "iamRoles", List.of());
    byDefault(cluster, "clusterMembers", List.of());
    byDefault(cluster, "masterUserSecrets", List.of());
    byDefault(cluster, "engineLifecycleSupport", "open-source-rds-extended-support");
    byDefault(cluster, "availabilityZones", List.copyOf(rules.zones(cluster)));
  }

  private static void byDefault(Resource cluster, String attribute, Object value) {
    if (!cluster.has(attribute)) {
      cluster.set(attribute, value);
    }
  }

  @Override
  public void update(Resource wanted, Map<String, Object> before, Map<String, Object> state) {
    String known = text(state, "globalClusterIdentifier");
    String wantedGlobal = wanted.string("globalClusterIdentifier");
    if (known.isEmpty() && !wantedGlobal.isEmpty()) {
      throw RdsRefusal.combination(
          "existing RDS Clusters cannot be added to an existing RDS Global Cluster");
    }
    if (!known.isEmpty() && !wantedGlobal.isEmpty() && !known.equals(wantedGlobal)) {
      throw RdsRefusal.combination(
          "existing RDS Clusters cannot be migrated between existing RDS Global Clusters");
    }
    Sent.onlyWhatDiffers(wanted, before, state);
    rules.checkAll(wanted);
    String password = wanted.string("masterPassword");
    if (!password.isEmpty() && !password.equals(text(before, "masterPassword"))) {
      InstanceRules.checkPassword(password);
      password(wanted, password);
    }
    if (!known.isEmpty() && wantedGlobal.isEmpty()) {
      clusters.globalOf(wanted).ifPresent(global -> globalDatabase.remove(global, wanted));
    }
  }

  /** It is a row of the engine's own tables: every member of a global database has it. */
  private void password(Resource cluster, String password) {
    List<Resource> all = clusters.globalOf(cluster).map(clusters::members).orElse(List.of(cluster));
    for (Resource each : all) {
      each.set("password", password);
      databases.of(each).password(password);
    }
  }

  private static String text(Map<String, Object> attributes, String name) {
    Object value = attributes.get(name);
    return value == null ? "" : value.toString();
  }

  /** The provider lets it leave its global cluster first. */
  @Override
  public void delete(Resource cluster) {
    if (cluster.flag("deletionProtection")) {
      throw RdsRefusal.combination(
          "Cannot delete protected Cluster, please disable deletion protection and try again.");
    }
    if (!clusters.instances(cluster).isEmpty()) {
      throw ClusterRefusal.state(
          "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
    }
    if (!cluster.flag("skipFinalSnapshot") && cluster.string("finalSnapshotIdentifier").isEmpty()) {
      throw RdsRefusal.combination(
          "final_snapshot_identifier is required when skip_final_snapshot is false");
    }
    clusters.globalOf(cluster).ifPresent(global -> globalDatabase.remove(global, cluster));
    databases.forget(cluster);
  }

  @Override
  public void read(Resource cluster) {
    cluster.set("clusterMembers", clusters.instances(cluster).stream().map(Resource::id).toList());
    cluster.set("globalClusterIdentifier", clusters.globalOf(cluster).map(Resource::id).orElse(""));
  }

  @Override
  public void start(Resource cluster) {
    databases.run(cluster, databases.of(cluster));
    replication.start(cluster);
  }
}
