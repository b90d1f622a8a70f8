package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.FailoverState;
import software.amazon.awssdk.services.rds.model.FailoverStatus;
import software.amazon.awssdk.services.rds.model.GlobalCluster;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;

/** What RDS says of clusters, their instances and global clusters. */
record ClusterDescription(Clusters clusters) {

  DBCluster of(Resource cluster) {
    return DBCluster.builder()
        .dbClusterIdentifier(cluster.id())
        .dbClusterArn(cluster.string("arn"))
        .dbClusterResourceId(cluster.string("clusterResourceId"))
        .status(cluster.string("status"))
        .engine(cluster.string("engine"))
        .engineVersion(cluster.string("engineVersionActual"))
        .endpoint(cluster.string("endpoint"))
        .readerEndpoint(cluster.string("readerEndpoint"))
        .port(cluster.integer("port"))
        .masterUsername(cluster.string("username"))
        .databaseName(cluster.string("dbName"))
        .backupRetentionPeriod(cluster.integer("backupRetentionPeriod"))
        .preferredBackupWindow(cluster.string("preferredBackupWindow"))
        .preferredMaintenanceWindow(cluster.string("preferredMaintenanceWindow"))
        .storageEncrypted(cluster.flag("storageEncrypted"))
        .kmsKeyId(cluster.has("kmsKeyId") ? cluster.string("kmsKeyId") : null)
        .deletionProtection(cluster.flag("deletionProtection"))
        .dbSubnetGroup(cluster.string("dbSubnetGroupName"))
        .dbClusterParameterGroup(cluster.string("dbClusterParameterGroupName"))
        .vpcSecurityGroups(
            cluster.strings("vpcSecurityGroupIds").stream().map(Membership::active).toList())
        .replicationSourceIdentifier(
            cluster.has("replicationSourceIdentifier")
                ? cluster.string("replicationSourceIdentifier")
                : null)
        .globalClusterIdentifier(clusters.globalOf(cluster).map(Resource::id).orElse(null))
        .dbClusterMembers(
            clusters.instances(cluster).stream()
                .map(
                    instance ->
                        DBClusterMember.builder()
                            .dbInstanceIdentifier(instance.id())
                            .isClusterWriter(
                                clusters
                                    .writerInstance(cluster)
                                    .filter(instance::equals)
                                    .isPresent())
                            .dbClusterParameterGroupStatus("in-sync")
                            .build())
                .toList())
        .build();
  }

  GlobalCluster global(Resource global) {
    GlobalCluster.Builder description =
        GlobalCluster.builder()
            .globalClusterIdentifier(global.id())
            .globalClusterArn(global.string("arn"))
            .globalClusterResourceId(global.string("globalClusterResourceId"))
            .engine(global.string("engine"))
            .engineVersion(global.string("engineVersion"))
            .databaseName(global.has("databaseName") ? global.string("databaseName") : null)
            .storageEncrypted(global.flag("storageEncrypted"))
            .deletionProtection(global.flag("deletionProtection"))
            .endpoint(global.string("endpoint"))
            .status(Clusters.moving(global) ? global.string(Clusters.MOVING) : "available")
            .globalClusterMembers(
                clusters.members(global).stream().map(member -> member(global, member)).toList());
    if (Clusters.moving(global)) {
      boolean failover = global.string(Clusters.MOVING).equals("failing-over");
      description.failoverState(
          FailoverState.builder()
              .status(
                  global.has(Clusters.CANCELLING)
                      ? FailoverStatus.CANCELLING
                      : FailoverStatus.FAILING_OVER)
              .fromDbClusterArn(
                  clusters.writerOf(global).map(writer -> writer.string("arn")).orElse(null))
              .toDbClusterArn(global.string(Clusters.MOVING_TO))
              .isDataLossAllowed(failover)
              .build());
    }
    return description.build();
  }

  private GlobalClusterMember member(Resource global, Resource cluster) {
    boolean writer = clusters.writer(cluster);
    return GlobalClusterMember.builder()
        .dbClusterArn(cluster.string("arn"))
        .isWriter(writer)
        .readers(
            writer
                ? clusters.members(global).stream()
                    .filter(other -> !other.equals(cluster))
                    .map(other -> other.string("arn"))
                    .toList()
                : null)
        .globalWriteForwardingStatus(writer ? null : "disabled")
        .synchronizationStatus(cluster.has(Clusters.REJOIN) ? "pending-resync" : "connected")
        .build();
  }

  static DBInstance instance(Resource instance) {
    return DBInstance.builder()
        .dbInstanceIdentifier(instance.id())
        .dbInstanceArn(instance.string("arn"))
        .dbiResourceId(instance.string("dbiResourceId"))
        .dbClusterIdentifier(instance.string("clusterIdentifier"))
        .dbInstanceClass(instance.string("instanceClass"))
        .dbInstanceStatus(instance.string("status"))
        .engine(instance.string("engine"))
        .engineVersion(instance.string("engineVersionActual"))
        .availabilityZone(instance.string("availabilityZone"))
        .multiAZ(false)
        .storageType("aurora")
        .endpoint(
            endpoint ->
                endpoint.address(instance.string("endpoint")).port(instance.integer("port")))
        .build();
  }
}
