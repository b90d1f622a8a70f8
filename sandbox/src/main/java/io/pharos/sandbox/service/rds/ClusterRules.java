package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What RDS checks before it makes or changes a cluster: everything that it refers to must be there,
 * in its own Region and VPC.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html">CreateDBCluster</a>
 */
final class ClusterRules {
  private static final Pattern IDENTIFIER =
      Pattern.compile("[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,62}(?<!-)");

  private final World world;
  private final Clusters clusters;
  private final InstanceRules rules;

  ClusterRules(World world, Databases databases, Clusters clusters) {
    this.world = world;
    this.clusters = clusters;
    this.rules = new InstanceRules(world, databases);
  }

  /** What holds for every cluster, new or changed. */
  void checkAll(Resource wanted) {
    if (!IDENTIFIER.matcher(wanted.string("clusterIdentifier")).matches()) {
      throw RdsRefusal.value(
          "The parameter DBClusterIdentifier is not a valid identifier. Identifiers must begin"
              + " with a letter; must contain only ASCII letters, digits, and hyphens; and must"
              + " not end with a hyphen or contain two consecutive hyphens.");
    }
    AuroraEngine engine =
        AuroraEngine.of(wanted.string("engine"))
            .orElseThrow(() -> RdsRefusal.value("Invalid DB engine: " + wanted.string("engine")));
    if (!engine.has(wanted.string("engineVersion"))) {
      throw RdsRefusal.combination(
          "Cannot find version "
              + wanted.string("engineVersion")
              + " for "
              + wanted.string("engine"));
    }
    int retention =
        wanted.has("backupRetentionPeriod") ? wanted.integer("backupRetentionPeriod") : 1;
    if (retention < 1 || retention > 35) {
      throw RdsRefusal.value(
          "Invalid backup retention period: " + retention + ". Must be between 1 and 35.");
    }
    Resource subnets = subnetGroup(wanted);
    rules.checkSecurityGroups(
        wanted.region(), wanted.strings("vpcSecurityGroupIds"), subnets.string("vpcId"));
    checkParameterGroup(wanted, engine);
    rules.checkKey(wanted);
  }

  private Resource subnetGroup(Resource wanted) {
    String name = wanted.string("dbSubnetGroupName");
    return world
        .account()
        .find(Databases.SUBNET_GROUP, wanted.region(), name)
        .orElseThrow(() -> RdsRefusal.noSubnetGroup(name.isEmpty() ? "default" : name));
  }

  /** The zones that its volume is in. */
  Set<String> zones(Resource cluster) {
    return rules.zones(cluster.region(), subnetGroup(cluster).strings("subnetIds"));
  }

  private void checkParameterGroup(Resource wanted, AuroraEngine engine) {
    String name = wanted.string("dbClusterParameterGroupName");
    if (name.isEmpty() || name.startsWith("default.")) {
      return;
    }
    Resource group =
        world
            .account()
            .find(Clusters.PARAMETER_GROUP, wanted.region(), name)
            .orElseThrow(() -> RdsRefusal.noParameterGroup(name));
    String family = engine.family(wanted.string("engineVersion"));
    if (!group.string("family").equals(family)) {
      throw RdsRefusal.combination(
          "The Parameter Group "
              + name
              + " with DBParameterGroupFamily "
              + group.string("family")
              + " can't be used for this cluster. Please use a Parameter Group with"
              + " DBParameterGroupFamily "
              + family);
    }
  }

  /** The global cluster that it is to join. */
  Optional<Resource> global(Resource wanted) {
    String name = wanted.string("globalClusterIdentifier");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Resource global = clusters.global(name).orElseThrow(() -> ClusterRefusal.noGlobal(name));
    for (String equal : List.of("engine", "engineVersion")) {
      if (!global.string(equal).equals(wanted.string(equal))) {
        throw RdsRefusal.combination(
            "The "
                + equal
                + " of the cluster must be that of global cluster "
                + name
                + ", "
                + global.string(equal));
      }
    }
    return Optional.of(global);
  }

  /** What holds for a new cluster that replicates nothing. */
  void checkWriter(Resource wanted, Optional<Resource> global) {
    for (String required : List.of("masterUsername", "masterPassword")) {
      if (!wanted.has(required)) {
        throw RdsRefusal.of(
            "InvalidParameterValue", "The parameter " + required + " must be provided");
      }
    }
    InstanceRules.checkPassword(wanted.string("masterPassword"));
    if (global.isPresent()
        && global.get().flag("storageEncrypted") != wanted.flag("storageEncrypted")) {
      throw RdsRefusal.combination(
          "The cluster and its global cluster must be both encrypted or both not");
    }
  }

  /** What holds for a new cluster that follows a global database's writer. */
  void checkReader(Resource wanted, Resource global, Resource writer) {
    if (wanted.has("masterUsername")) {
      throw RdsRefusal.combination("Cannot specify user name for cross region replication cluster");
    }
    if (wanted.has("masterPassword")) {
      throw RdsRefusal.combination("Cannot specify password for cross region replication cluster");
    }
    if (wanted.has("databaseName")) {
      throw RdsRefusal.combination(
          "Cannot specify database name for cross region replication cluster");
    }
    boolean here =
        clusters.members(global).stream()
            .anyMatch(member -> member.region().equals(wanted.region()));
    if (here) {
      throw RdsRefusal.combination(
          "Global cluster " + global.id() + " has a cluster in " + wanted.region() + " already");
    }
    if (writer.flag("storageEncrypted") && !wanted.has("kmsKeyId")) {
      throw RdsRefusal.combination(
          "KmsKeyId must be specified for an encrypted cross region replication cluster");
    }
    // The provider signs the request with it.
    if (writer.flag("storageEncrypted") && !wanted.string("sourceRegion").equals(writer.region())) {
      throw RdsRefusal.combination(
          "Source cluster "
              + writer.string("arn")
              + " is encrypted; pre-signed URL has to be specified");
    }
    boolean ready =
        writer.string("status").equals("available")
            && !clusters.instances(writer).isEmpty()
            && world.faults().reaches(writer.region(), wanted.region());
    if (!ready) {
      throw ClusterRefusal.state(
          "Source cluster "
              + writer.string("arn")
              + " is in a state which is not valid for physical replication");
    }
  }
}
