package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * What DescribeDBInstances says of an instance.
 *
 * @param pending what waits for the maintenance window, by resource id
 */
record Description(
    Databases databases, Replication replication, Map<String, PendingModifiedValues> pending) {

  DBInstance of(Resource instance) {
    DBInstance.Builder description =
        DBInstance.builder()
            .dbInstanceIdentifier(instance.string("identifier"))
            .dbInstanceArn(instance.string("arn"))
            .dbiResourceId(instance.string("resourceId"))
            .dbInstanceClass(instance.string("instanceClass"))
            .dbInstanceStatus(instance.string("status"))
            .engine(instance.string("engine"))
            .engineVersion(instance.string("engineVersionActual"))
            .masterUsername(instance.string("username"))
            .dbName(instance.string("dbName"))
            .allocatedStorage(instance.integer("allocatedStorage"))
            .multiAZ(instance.flag("multiAz"))
            .availabilityZone(instance.string("availabilityZone"))
            .backupRetentionPeriod(instance.integer("backupRetentionPeriod"))
            .preferredBackupWindow(instance.string("backupWindow"))
            .preferredMaintenanceWindow(instance.string("maintenanceWindow"))
            .deletionProtection(instance.flag("deletionProtection"))
            .storageEncrypted(instance.flag("storageEncrypted"))
            .kmsKeyId(instance.has("kmsKeyId") ? instance.string("kmsKeyId") : null)
            .dbSubnetGroup(g -> g.dbSubnetGroupName(instance.string("dbSubnetGroupName")))
            .vpcSecurityGroups(
                instance.strings("vpcSecurityGroupIds").stream()
                    .map(id -> Membership.active(id))
                    .toList())
            .readReplicaDBInstanceIdentifiers(instance.strings("replicas"))
            .pendingModifiedValues(
                pending.getOrDefault(
                    instance.string("resourceId"), PendingModifiedValues.builder().build()));
    description
        .storageType(instance.string("storageType"))
        .publiclyAccessible(instance.flag("publiclyAccessible"))
        .autoMinorVersionUpgrade(instance.flag("autoMinorVersionUpgrade"))
        .copyTagsToSnapshot(instance.flag("copyTagsToSnapshot"))
        .enabledCloudwatchLogsExports(instance.strings("enabledCloudwatchLogsExports"))
        .dbParameterGroups(
            group ->
                group
                    .dbParameterGroupName(instance.string("parameterGroupName"))
                    .parameterApplyStatus(
                        databases.of(instance).pendingReboot() ? "pending-reboot" : "in-sync"))
        .tagList(
            instance.map("tags").entrySet().stream()
                .map(
                    tag -> Tag.builder().key(tag.getKey()).value(tag.getValue().toString()).build())
                .toList());
    // An instance that is being created has no address yet.
    if (!instance.string("status").equals("creating")) {
      description.endpoint(
          endpoint ->
              endpoint
                  .address(instance.string("address"))
                  .port(instance.integer("port"))
                  .hostedZoneId(instance.string("hostedZoneId")));
    }
    if (Databases.replica(instance)) {
      description
          .readReplicaSourceDBInstanceIdentifier(instance.string("replicateSourceDb"))
          .statusInfos(Membership.replication(replication.connected(instance)));
    }
    return description.build();
  }
}
