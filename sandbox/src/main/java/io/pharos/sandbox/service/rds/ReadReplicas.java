package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * CreateDBInstanceReadReplica: a copy of the source's rows that is behind a session only when it is
 * available, and takes what {@code rds.createReplica} says; rows that are written meanwhile follow.
 * It goes on only while the source can be reached.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html">CreateDBInstanceReadReplica</a>
 */
final class ReadReplicas {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private final World world;
  private final Databases databases;
  private final Replication replication;
  private final InstanceBehavior behavior;

  ReadReplicas(
      World world, Databases databases, Replication replication, InstanceBehavior behavior) {
    this.world = world;
    this.databases = databases;
    this.replication = replication;
    this.behavior = behavior;
  }

  /** Begins to create one in this Region, or refuses. */
  Resource create(String region, CreateDbInstanceReadReplicaRequest request) {
    String name = request.sourceDBInstanceIdentifier();
    if (name == null) {
      throw RdsRefusal.of(
          "MissingParameter", "The request must contain the parameter SourceDBInstanceIdentifier.");
    }
    Resource source = databases.named(region, name).orElseThrow(() -> RdsRefusal.noInstance(name));
    checkReached(region, source);
    checkParameterGroup(region, source, request);
    if (world.faults().strikes(Trouble.CAPACITY_SHORT, region, "rds")) {
      throw RdsRefusal.capacity();
    }
    Resource replica =
        new Resource(
            Databases.INSTANCE,
            region,
            request.dbInstanceIdentifier(),
            attributes(source, request));
    behavior.create(replica);
    world.account().add(replica);
    behavior.start(replica);
    replica.set("status", "creating");
    Duration whole =
        world
            .latency()
            .sample("rds.createReplica", replica.string("identifier"), world.clock().instant());
    arrive(replica, whole);
    return replica;
  }

  private void checkReached(String region, Resource source) {
    if (!world.faults().reaches(region, source.region())) {
      throw unreached(source.region());
    }
  }

  private static AwsServiceException unreached(String region) {
    return Refusal.of(
        RdsException.builder(),
        "Rds",
        500,
        "InternalFailure",
        "The request to the source Region " + region + " has failed; try again later.");
  }

  private static void checkParameterGroup(
      String region, Resource source, CreateDbInstanceReadReplicaRequest request) {
    boolean taken =
        source.string("engine").equals("mysql") && !source.region().equals(region)
            || request.dbParameterGroupName() == null;
    if (!taken) {
      throw RdsRefusal.combination(
          "A parameter group can't be specified during Read Replica creation for the following DB"
              + " engine: "
              + source.string("engine"));
    }
  }

  private static Map<String, Object> attributes(
      Resource source, CreateDbInstanceReadReplicaRequest request) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("identifier", request.dbInstanceIdentifier());
    attributes.put("replicateSourceDb", request.sourceDBInstanceIdentifier());
    attributes.put("instanceClass", or(request.dbInstanceClass(), source.string("instanceClass")));
    attributes.put("dbSubnetGroupName", request.dbSubnetGroupName());
    attributes.put("parameterGroupName", request.dbParameterGroupName());
    attributes.put("vpcSecurityGroupIds", request.vpcSecurityGroupIds());
    attributes.put("availabilityZone", request.availabilityZone());
    attributes.put("port", request.port());
    attributes.put("kmsKeyId", request.kmsKeyId());
    attributes.put("multiAz", or(request.multiAZ(), false));
    attributes.put("publiclyAccessible", or(request.publiclyAccessible(), false));
    attributes.put(
        "autoMinorVersionUpgrade",
        or(request.autoMinorVersionUpgrade(), source.flag("autoMinorVersionUpgrade")));
    attributes.put("storageType", or(request.storageType(), source.string("storageType")));
    attributes.put("storageThroughput", request.storageThroughput());
    attributes.put("iops", request.iops());
    attributes.put("copyTagsToSnapshot", or(request.copyTagsToSnapshot(), false));
    attributes.put("deletionProtection", or(request.deletionProtection(), false));
    attributes.put("monitoringInterval", or(request.monitoringInterval(), 0));
    attributes.put("performanceInsightsEnabled", or(request.enablePerformanceInsights(), false));
    attributes.put(
        "iamDatabaseAuthenticationEnabled", or(request.enableIAMDatabaseAuthentication(), false));
    if (request.hasEnableCloudwatchLogsExports()) {
      attributes.put("enabledCloudwatchLogsExports", request.enableCloudwatchLogsExports());
    }
    Map<String, Object> tags = new LinkedHashMap<>();
    for (Tag tag : request.tags()) {
      tags.put(tag.key(), tag.value());
    }
    attributes.put("tags", tags);
    attributes.values().removeIf(java.util.Objects::isNull);
    return attributes;
  }

  private static Object or(Object given, Object otherwise) {
    return given == null ? otherwise : given;
  }

  /** Its source must still be there; while it is out of reach, the copy waits. */
  private void arrive(Resource replica, Duration delay) {
    world
        .clock()
        .after(
            delay,
            "rds:create-replica:" + replica.string("resourceId"),
            () -> {
              if (!replica.string("status").equals("creating")) {
                return;
              }
              if (databases.source(replica).isEmpty()) {
                replica.set("status", "failed");
              } else if (world.faults().dead(replica.region()) || !replication.connected(replica)) {
                arrive(replica, TRY_AGAIN);
              } else {
                replica.set("status", "available");
              }
            });
  }
}
