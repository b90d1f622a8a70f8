package io.pharos.drill;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;
import software.amazon.awssdk.services.rds.model.GlobalClusterMemberSynchronizationStatus;

/**
 * What a Region says of its database: an instance of RDS, or a cluster of an Aurora Global
 * Database.
 *
 * @param resourceId what Pulumi adopts it by, and what no other database ever has
 * @param replica whether it follows another database
 * @param source ARN of the one that it follows, where RDS names it
 * @param backedUp whether it has automated backups
 */
record RegionDatabase(
    String identifier,
    String arn,
    String status,
    String resourceId,
    boolean replica,
    Optional<String> source,
    boolean backedUp) {

  static RegionDatabase of(DBInstance instance) {
    String source = instance.readReplicaSourceDBInstanceIdentifier();
    boolean replica = source != null && !source.isEmpty();
    return new RegionDatabase(
        instance.dbInstanceIdentifier(),
        instance.dbInstanceArn(),
        instance.dbInstanceStatus(),
        instance.dbiResourceId(),
        replica,
        replica ? Optional.of(source) : Optional.empty(),
        !Integer.valueOf(0).equals(instance.backupRetentionPeriod()));
  }

  /**
   * @param member its part in the global database; a former writer that is made anew is no replica
   * @param writer ARN of the global database's writer
   */
  static RegionDatabase of(
      DBCluster cluster, Optional<GlobalClusterMember> member, Optional<String> writer) {
    boolean anew =
        member
            .filter(
                each ->
                    each.synchronizationStatus()
                        == GlobalClusterMemberSynchronizationStatus.PENDING_RESYNC)
            .isPresent();
    boolean replica =
        member.filter(each -> !Boolean.TRUE.equals(each.isWriter())).isPresent() && !anew;
    return new RegionDatabase(
        cluster.dbClusterIdentifier(),
        cluster.dbClusterArn(),
        anew ? "pending-resync" : cluster.status(),
        cluster.dbClusterResourceId(),
        replica,
        replica ? writer : Optional.empty(),
        true);
  }

  /** Whether the other one is this very database, and follows the same. */
  boolean same(RegionDatabase other) {
    return resourceId.equals(other.resourceId) && replica && source.equals(other.source);
  }

  boolean available() {
    return status.equals("available");
  }

  /** {@code shop-prod-secondary-1 available, replica}. */
  String describe() {
    return identifier + " " + status + ", " + (replica ? "replica" : "writer");
  }
}
