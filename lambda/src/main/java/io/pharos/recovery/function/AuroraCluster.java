package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.GlobalCluster;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;
import software.amazon.awssdk.services.rds.model.GlobalClusterMemberSynchronizationStatus;
import software.amazon.awssdk.services.rds.model.GlobalClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * What RDS says of a Region's cluster of Aurora, and of its part in the global database. The global
 * database says who is the writer; a former writer that Aurora makes anew is neither writer nor
 * replica.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_GlobalClusterMember.html">GlobalClusterMember</a>
 */
record AuroraCluster(
    String region, DBCluster cluster, Optional<GlobalClusterMember> member, boolean moving) {
  /** What stands in the place of a status until a former writer is a replica. */
  static final String RESYNC = "pending-resync";

  /** As RDS says it of a cluster whose writer changes. */
  private static final String MOVING = "failing-over";

  static AuroraCluster in(String region, String identifier, Aws aws, Environment environment) {
    RdsClient rds = aws.client(RdsClient.class, region);
    DBCluster cluster;
    try {
      cluster =
          rds.describeDBClusters(describe -> describe.dbClusterIdentifier(identifier))
              .dbClusters()
              .get(0);
    } catch (DbClusterNotFoundException e) {
      throw Database.missing(region, identifier, e);
    }
    Optional<GlobalCluster> global = global(rds, environment.names().globalDatabase());
    return new AuroraCluster(
        region,
        cluster,
        global.flatMap(
            all ->
                all.globalClusterMembers().stream()
                    .filter(member -> cluster.dbClusterArn().equals(member.dbClusterArn()))
                    .findFirst()),
        global.filter(AuroraCluster::moving).isPresent());
  }

  private static Optional<GlobalCluster> global(RdsClient rds, String identifier) {
    try {
      return rds
          .describeGlobalClusters(describe -> describe.globalClusterIdentifier(identifier))
          .globalClusters()
          .stream()
          .findFirst();
    } catch (GlobalClusterNotFoundException e) {
      return Optional.empty();
    }
  }

  private static boolean moving(GlobalCluster global) {
    return global.failoverState() != null && global.failoverState().status() != null;
  }

  String arn() {
    return cluster.dbClusterArn();
  }

  /** Whether it is part of the global database at all. */
  boolean global() {
    return member.isPresent();
  }

  private boolean resyncs() {
    return member
        .filter(
            each ->
                each.synchronizationStatus()
                    == GlobalClusterMemberSynchronizationStatus.PENDING_RESYNC)
        .isPresent();
  }

  /** Follows the writer of the global database. */
  private boolean replica() {
    return member.filter(each -> !Boolean.TRUE.equals(each.isWriter())).isPresent() && !resyncs();
  }

  /** The same in the words of every database. */
  Database database() {
    return new Database(cluster.dbClusterIdentifier(), status(), replica(), groups());
  }

  private String status() {
    if (resyncs()) {
      return RESYNC;
    }
    return moving ? MOVING : cluster.status();
  }

  private List<String> groups() {
    return cluster.vpcSecurityGroups().stream()
        .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
        .toList();
  }

  /** Puts it into these security groups and no others; its instances are in the same. */
  static void regroup(Aws aws, String region, String identifier, List<String> groups) {
    aws.client(RdsClient.class, region)
        .modifyDBCluster(
            modify ->
                modify
                    .dbClusterIdentifier(identifier)
                    .vpcSecurityGroupIds(groups)
                    .applyImmediately(true));
  }
}
