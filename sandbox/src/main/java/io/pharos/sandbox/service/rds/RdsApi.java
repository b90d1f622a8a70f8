package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ServiceQuotas;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.CopyDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CopyDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstanceAutomatedBackupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstanceAutomatedBackupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaResponse;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeResponse;
import software.amazon.awssdk.services.rds.model.StartDbInstanceAutomatedBackupsReplicationRequest;
import software.amazon.awssdk.services.rds.model.StartDbInstanceAutomatedBackupsReplicationResponse;
import software.amazon.awssdk.services.rds.model.StopDbInstanceAutomatedBackupsReplicationRequest;
import software.amazon.awssdk.services.rds.model.StopDbInstanceAutomatedBackupsReplicationResponse;

/** The RDS API of one Region. Every other operation throws, as the SDK's interface does. */
final class RdsApi extends ClusterApi {
  private static final int DEFAULT_RETENTION_DAYS = 1;
  private static final int DEFAULT_REPLICATED_DAYS = 7;

  private final World world;
  private final Databases databases;
  private final Work work;
  private final InstanceRules rules;
  private final Map<String, PendingModifiedValues> pending;
  private final String region;

  /** What takes its time, and how an instance is described. */
  record Work(
      Promotion promotion,
      ReadReplicas readReplicas,
      Deletion deletion,
      Snapshots snapshots,
      AutomatedBackups backups,
      PointInTimeRestore restore,
      SnapshotContents contents,
      SnapshotRestore snapshotRestore,
      Description description) {}

  /**
   * @param pending what waits for the maintenance window, by resource id; shared by the clients
   */
  RdsApi(
      World world,
      Databases databases,
      Work work,
      Map<String, PendingModifiedValues> pending,
      ClusterApi.Parts clusters,
      String region) {
    super(clusters, region);
    this.world = world;
    this.databases = databases;
    this.work = work;
    this.rules = new InstanceRules(world, databases);
    this.pending = pending;
    this.region = region;
  }

  /** What of the account's limits is looked at: instances. */
  @Override
  public DescribeAccountAttributesResponse describeAccountAttributes(
      DescribeAccountAttributesRequest request) {
    ServiceQuotas quotas = world.service(ServiceQuotas.class);
    return DescribeAccountAttributesResponse.builder()
        .accountQuotas(
            AccountQuota.builder()
                .accountQuotaName("DBInstances")
                .used((long) quotas.used(region, ServiceQuotas.DATABASES))
                .max((long) quotas.value(region, ServiceQuotas.DATABASES))
                .build())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    List<Resource> found =
        request.dbInstanceIdentifier() == null
            ? Stream.concat(
                    world.account().list(Databases.INSTANCE, region).stream(),
                    world.account().list(Clusters.INSTANCE, region).stream())
                .toList()
            : List.of(
                clusterInstance(request.dbInstanceIdentifier())
                    .orElseGet(() -> instance(request.dbInstanceIdentifier())));
    return DescribeDbInstancesResponse.builder()
        .dbInstances(
            found.stream()
                .filter(instance -> request.filters().stream().allMatch(f -> matches(f, instance)))
                .map(this::describe)
                .toList())
        .build();
  }

  private static boolean matches(Filter filter, Resource instance) {
    String value =
        switch (filter.name()) {
          case "db-instance-id" -> instance.string("identifier");
          case "dbi-resource-id" -> instance.string("resourceId");
          case "db-cluster-id" -> instance.string("clusterIdentifier");
          case "engine" -> instance.string("engine");
          default -> throw RdsRefusal.value("Unrecognized filter name: " + filter.name());
        };
    return filter.values().contains(value)
        || filter.name().equals("db-instance-id")
            && filter.values().contains(instance.string("arn"));
  }

  @Override
  public PromoteReadReplicaResponse promoteReadReplica(PromoteReadReplicaRequest request) {
    Resource replica = instance(request.dbInstanceIdentifier());
    int retention =
        request.backupRetentionPeriod() == null
            ? DEFAULT_RETENTION_DAYS
            : request.backupRetentionPeriod();
    if (retention < 0 || retention > 35) {
      throw RdsRefusal.value("Invalid backup retention period: " + retention);
    }
    String window = request.preferredBackupWindow() == null ? "" : request.preferredBackupWindow();
    work.promotion().start(replica, retention, window);
    return PromoteReadReplicaResponse.builder().dbInstance(describe(replica)).build();
  }

  @Override
  public CreateDbInstanceReadReplicaResponse createDBInstanceReadReplica(
      CreateDbInstanceReadReplicaRequest request) {
    Resource replica = work.readReplicas().create(region, request);
    return CreateDbInstanceReadReplicaResponse.builder().dbInstance(describe(replica)).build();
  }

  @Override
  public CreateDbSnapshotResponse createDBSnapshot(CreateDbSnapshotRequest request) {
    Resource instance = instance(request.dbInstanceIdentifier());
    Resource made = work.snapshots().create(instance, request);
    work.contents().keep(made, instance);
    return CreateDbSnapshotResponse.builder().dbSnapshot(Snapshots.describe(made)).build();
  }

  @Override
  public CopyDbSnapshotResponse copyDBSnapshot(CopyDbSnapshotRequest request) {
    Resource made = work.snapshots().copy(region, request);
    world
        .account()
        .byArn(made.type(), made.string("sourceDbSnapshotIdentifier"))
        .ifPresent(source -> work.contents().copy(source, made));
    return CopyDbSnapshotResponse.builder().dbSnapshot(Snapshots.describe(made)).build();
  }

  @Override
  public DescribeDbSnapshotsResponse describeDBSnapshots(DescribeDbSnapshotsRequest request) {
    return work.snapshots().list(region, request);
  }

  @Override
  public DeleteDbSnapshotResponse deleteDBSnapshot(DeleteDbSnapshotRequest request) {
    Resource gone = work.snapshots().delete(region, request.dbSnapshotIdentifier());
    work.contents().forget(gone);
    return DeleteDbSnapshotResponse.builder().dbSnapshot(Snapshots.describe(gone)).build();
  }

  @Override
  public StartDbInstanceAutomatedBackupsReplicationResponse
      startDBInstanceAutomatedBackupsReplication(
          StartDbInstanceAutomatedBackupsReplicationRequest request) {
    Resource backup =
        work.backups()
            .replicate(
                region,
                new BackupRules.Wanted(
                    request.sourceDBInstanceArn() == null ? "" : request.sourceDBInstanceArn(),
                    request.kmsKeyId() == null ? "" : request.kmsKeyId(),
                    request.backupRetentionPeriod() == null
                        ? DEFAULT_REPLICATED_DAYS
                        : request.backupRetentionPeriod()));
    return StartDbInstanceAutomatedBackupsReplicationResponse.builder()
        .dbInstanceAutomatedBackup(AutomatedBackups.describe(backup))
        .build();
  }

  @Override
  public StopDbInstanceAutomatedBackupsReplicationResponse
      stopDBInstanceAutomatedBackupsReplication(
          StopDbInstanceAutomatedBackupsReplicationRequest request) {
    Resource backup = work.backups().stop(region, request.sourceDBInstanceArn());
    return StopDbInstanceAutomatedBackupsReplicationResponse.builder()
        .dbInstanceAutomatedBackup(AutomatedBackups.describe(backup))
        .build();
  }

  @Override
  public DescribeDbInstanceAutomatedBackupsResponse describeDBInstanceAutomatedBackups(
      DescribeDbInstanceAutomatedBackupsRequest request) {
    return DescribeDbInstanceAutomatedBackupsResponse.builder()
        .dbInstanceAutomatedBackups(work.backups().list(region, request))
        .build();
  }

  @Override
  public RestoreDbInstanceToPointInTimeResponse restoreDBInstanceToPointInTime(
      RestoreDbInstanceToPointInTimeRequest request) {
    Resource restored = work.restore().start(region, request);
    return RestoreDbInstanceToPointInTimeResponse.builder().dbInstance(describe(restored)).build();
  }

  @Override
  public RestoreDbInstanceFromDbSnapshotResponse restoreDBInstanceFromDBSnapshot(
      RestoreDbInstanceFromDbSnapshotRequest request) {
    Resource restored = work.snapshotRestore().start(region, request);
    return RestoreDbInstanceFromDbSnapshotResponse.builder().dbInstance(describe(restored)).build();
  }

  @Override
  public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest request) {
    Resource instance = instance(request.dbInstanceIdentifier());
    work.deletion().start(instance, request);
    return DeleteDbInstanceResponse.builder().dbInstance(describe(instance)).build();
  }

  @Override
  public ModifyDbInstanceResponse modifyDBInstance(ModifyDbInstanceRequest request) {
    Resource instance = instance(request.dbInstanceIdentifier());
    if (!instance.string("status").equals("available")) {
      throw RdsRefusal.state("Database instance is not in available state.");
    }
    Resource wanted =
        new Resource(instance.type(), instance.region(), instance.name(), instance.attributes());
    boolean now = Boolean.TRUE.equals(request.applyImmediately());
    if (request.hasVpcSecurityGroupIds()) {
      wanted.set("vpcSecurityGroupIds", request.vpcSecurityGroupIds());
    }
    set(wanted, "backupRetentionPeriod", request.backupRetentionPeriod());
    set(wanted, "backupWindow", request.preferredBackupWindow());
    set(wanted, "maintenanceWindow", request.preferredMaintenanceWindow());
    set(wanted, "deletionProtection", request.deletionProtection());
    if (now) {
      set(wanted, "multiAz", request.multiAZ());
      set(wanted, "instanceClass", request.dbInstanceClass());
    }
    boolean regrouped = set(instance, wanted, request.dbParameterGroupName());
    rules.checkAll(wanted);
    if (regrouped) {
      databases.of(instance).pendingReboot(true);
    }
    boolean slow = now && (request.multiAZ() != null || request.dbInstanceClass() != null);
    instance.attributes(wanted.attributes());
    if (request.masterUserPassword() != null) {
      InstanceRules.checkPassword(request.masterUserPassword());
      databases.passwords(instance, request.masterUserPassword());
    }
    if (slow) {
      modifying(instance);
    } else if (!now) {
      defer(instance, request);
    }
    return ModifyDbInstanceResponse.builder().dbInstance(describe(instance)).build();
  }

  /** Another parameter group is associated at once, and takes effect with a restart. */
  private static boolean set(Resource instance, Resource wanted, String group) {
    if (group == null || group.equals(instance.string("parameterGroupName"))) {
      return false;
    }
    wanted.set("parameterGroupName", group);
    return true;
  }

  @Override
  public RebootDbInstanceResponse rebootDBInstance(RebootDbInstanceRequest request) {
    Resource instance = instance(request.dbInstanceIdentifier());
    if (!instance.string("status").equals("available")) {
      throw RdsRefusal.state("Database instance is not in available state.");
    }
    databases.of(instance).reboot();
    databases.of(instance).pendingReboot(false);
    instance.set("status", "rebooting");
    world
        .clock()
        .after(
            world
                .latency()
                .sample("rds.reboot", instance.string("identifier"), world.clock().instant()),
            "rds:reboot:" + instance.string("resourceId"),
            () -> instance.set("status", "available"));
    return RebootDbInstanceResponse.builder().dbInstance(describe(instance)).build();
  }

  private static void set(Resource instance, String attribute, Object value) {
    if (value != null) {
      instance.set(attribute, value);
    }
  }

  private void modifying(Resource instance) {
    instance.set("status", "modifying");
    world
        .clock()
        .after(
            world
                .latency()
                .sample("rds.modify", instance.string("identifier"), world.clock().instant()),
            "rds:modify:" + instance.string("resourceId"),
            () -> instance.set("status", "available"));
  }

  private void defer(Resource instance, ModifyDbInstanceRequest request) {
    if (request.multiAZ() != null || request.dbInstanceClass() != null) {
      pending.put(
          instance.string("resourceId"),
          PendingModifiedValues.builder()
              .multiAZ(request.multiAZ())
              .dbInstanceClass(request.dbInstanceClass())
              .build());
    }
  }

  private Resource instance(String identifier) {
    if (clusterInstance(identifier).isPresent()) {
      throw RdsRefusal.combination(
          "The specified DB Instance is a member of a cluster. Modify the cluster instead");
    }
    return databases
        .named(region, identifier)
        .filter(found -> found.region().equals(region))
        .orElseThrow(() -> RdsRefusal.noInstance(identifier));
  }

  private DBInstance describe(Resource instance) {
    return instance.type().equals(Clusters.INSTANCE)
        ? ClusterDescription.instance(instance)
        : work.description().of(instance);
  }
}
