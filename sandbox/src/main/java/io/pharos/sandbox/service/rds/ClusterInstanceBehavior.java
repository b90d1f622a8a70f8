package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The instances of Aurora's clusters as {@code aws_rds_cluster_instance} manages them. */
final class ClusterInstanceBehavior implements Behavior {
  private static final List<String> INHERITED =
      List.of("engineVersion", "dbSubnetGroupName", "kmsKeyId", "preferredBackupWindow");

  private final World world;
  private final Clusters clusters;

  ClusterInstanceBehavior(World world, Clusters clusters) {
    this.world = world;
    this.clusters = clusters;
  }

  @Override
  public void create(Resource wanted) {
    String region = wanted.region();
    Resource cluster = cluster(wanted);
    checkClass(wanted, cluster);
    String identifier =
        wanted.string("identifier").isEmpty()
            ? Ids.hex("tf-", 26, region, wanted.name())
            : wanted.string("identifier").toLowerCase(Locale.ROOT);
    if (world.account().find(Clusters.INSTANCE, region, identifier).isPresent()) {
      throw RdsRefusal.exists();
    }
    if (!wanted.string("engine").equals(cluster.string("engine"))) {
      throw RdsRefusal.combination(
          "The engine name requested for your DB instance ("
              + wanted.string("engine")
              + ") doesn't match the engine name of your DB cluster ("
              + cluster.string("engine")
              + ").");
    }
    wanted.id(identifier);
    wanted.set("identifier", identifier);
    INHERITED.forEach(attribute -> wanted.set(attribute, cluster.string(attribute)));
    wanted.set("engineVersionActual", cluster.string("engineVersionActual"));
    wanted.set("storageEncrypted", cluster.flag("storageEncrypted"));
    wanted.set("port", cluster.integer("port"));
    wanted.set("dbiResourceId", Ids.letters("db-", 26, region, identifier));
    wanted.set("resourceId", wanted.string("dbiResourceId"));
    wanted.set("arn", "arn:aws:rds:" + region + ":" + world.account().id() + ":db:" + identifier);
    wanted.set("endpoint", identifier + "." + ClusterBehavior.domain(world, region));
    wanted.set("networkType", "IPV4");
    byDefault(wanted, "caCertIdentifier", "rds-ca-rsa2048-g1");
    byDefault(wanted, "dbParameterGroupName", "default." + family(cluster));
    byDefault(wanted, "preferredMaintenanceWindow", cluster.string("preferredMaintenanceWindow"));
    byDefault(wanted, "publiclyAccessible", false);
    byDefault(wanted, "performanceInsightsEnabled", false);
    List<String> zones = cluster.strings("availabilityZones");
    byDefault(
        wanted, "availabilityZone", zones.get(clusters.instances(cluster).size() % zones.size()));
    wanted.set("status", "available");
  }

  private Resource cluster(Resource wanted) {
    String name = wanted.string("clusterIdentifier");
    return clusters.named(wanted.region(), name).orElseThrow(() -> ClusterRefusal.noCluster(name));
  }

  /**
   * A global database has no burstable classes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html">Configuration
   *     requirements of an Amazon Aurora global database</a>
   */
  private void checkClass(Resource wanted, Resource cluster) {
    String instanceClass = wanted.string("instanceClass");
    boolean global = clusters.globalOf(cluster).isPresent();
    if (!instanceClass.matches("db\\.[a-z0-9]+\\.[a-z0-9]+")
        || global && instanceClass.startsWith("db.t")) {
      throw RdsRefusal.combination(
          "RDS does not support creating a DB instance with the following combination:"
              + " DBInstanceClass="
              + instanceClass
              + ", Engine="
              + cluster.string("engine")
              + ", EngineVersion="
              + cluster.string("engineVersion"));
    }
  }

  private static String family(Resource cluster) {
    return AuroraEngine.of(cluster.string("engine"))
        .orElseThrow()
        .family(cluster.string("engineVersion"));
  }

  private static void byDefault(Resource instance, String attribute, Object value) {
    if (!instance.has(attribute)) {
      instance.set(attribute, value);
    }
  }

  @Override
  public void update(Resource wanted, Map<String, Object> before, Map<String, Object> state) {
    Sent.onlyWhatDiffers(wanted, before, state);
    checkClass(wanted, cluster(wanted));
  }

  @Override
  public void read(Resource instance) {
    boolean writer =
        clusters
            .named(instance.region(), instance.string("clusterIdentifier"))
            .flatMap(clusters::writerInstance)
            .filter(instance::equals)
            .isPresent();
    instance.set("writer", writer);
  }
}
