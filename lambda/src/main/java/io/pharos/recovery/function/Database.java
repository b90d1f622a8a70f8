package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * What RDS says of a Region's current database: an instance, or a cluster of Aurora.
 *
 * @param securityGroups those that it is in
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html">DB
 *     instance status</a>
 */
record Database(String identifier, String status, boolean replica, List<String> securityGroups) {
  /** Statuses that do not become available by themselves. */
  private static final Set<String> BROKEN =
      Set.of(
          "failed",
          "deleting",
          "stopped",
          "stopping",
          "storage-full",
          "restore-error",
          "insufficient-capacity",
          "inaccessible-encryption-credentials",
          "inaccessible-encryption-credentials-recoverable");

  static Database own(Aws aws, Environment environment) {
    return in(environment.region(), aws, environment);
  }

  /** The current database of a Region, this one or the peer. */
  static Database in(String region, Aws aws, Environment environment) {
    String identifier =
        new LocalParameters(aws, environment, region).get(LocalParameter.DATABASE_IDENTIFIER);
    if (environment.aurora()) {
      return AuroraCluster.in(region, identifier, aws, environment).database();
    }
    try {
      DBInstance instance =
          aws.client(RdsClient.class, region)
              .describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
              .dbInstances()
              .get(0);
      return new Database(
          identifier,
          instance.dbInstanceStatus(),
          replica(instance),
          instance.vpcSecurityGroups().stream()
              .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
              .toList());
    } catch (DbInstanceNotFoundException e) {
      throw missing(region, identifier, e);
    }
  }

  static Failed missing(String region, String identifier, RuntimeException cause) {
    return new Failed(
        ErrorCode.DEPLOYMENT_INCOMPLETE,
        "database "
            + identifier
            + " of parameter local/"
            + LocalParameter.DATABASE_IDENTIFIER
            + " is not in "
            + region
            + ": restore it, or put the identifier of the right one into the parameter",
        cause);
  }

  static boolean replica(DBInstance instance) {
    String source = instance.readReplicaSourceDBInstanceIdentifier();
    return source != null && !source.isEmpty();
  }

  boolean available() {
    return status.equals("available");
  }

  /** Writer already: its first backup as a writer does not keep it from writing. */
  boolean writer() {
    return !replica && (available() || status.equals("backing-up"));
  }

  boolean broken() {
    return broken(status);
  }

  /** Whether an instance of this status does not become available by itself. */
  static boolean broken(String status) {
    return BROKEN.contains(status) || status.startsWith("incompatible-");
  }
}
