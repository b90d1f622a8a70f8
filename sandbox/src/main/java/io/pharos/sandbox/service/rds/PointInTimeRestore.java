package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * RestoreDBInstanceToPointInTime: a new instance with what its source had at a time, from the
 * source in this Region or from its replicated automated backups. It needs nothing of the source's
 * Region.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html">RestoreDBInstanceToPointInTime</a>
 */
final class PointInTimeRestore {
  private final World world;
  private final Databases databases;
  private final AutomatedBackups backups;
  private final RestoredInstances instances;

  /** What is restored: its settings, its rows and up to when they can be had. */
  private record Origin(
      Resource settings, String password, List<Row> rows, String kmsKeyId, Instant time) {}

  PointInTimeRestore(
      World world, Databases databases, AutomatedBackups backups, RestoredInstances instances) {
    this.world = world;
    this.databases = databases;
    this.backups = backups;
    this.instances = instances;
  }

  /** Begins it in this Region, or refuses. */
  Resource start(String region, RestoreDbInstanceToPointInTimeRequest request) {
    boolean latest = Boolean.TRUE.equals(request.useLatestRestorableTime());
    if (latest == (request.restoreTime() != null)) {
      throw RdsRefusal.combination(
          "Exactly one of RestoreTime and UseLatestRestorableTime must be specified.");
    }
    Origin origin = origin(region, request);
    return instances.begin(
        region,
        request.targetDBInstanceIdentifier(),
        attributes(origin, request),
        new Database(origin.rows(), origin.password(), origin.time()),
        "rds:restore");
  }

  private Origin origin(String region, RestoreDbInstanceToPointInTimeRequest request) {
    String arn = request.sourceDBInstanceAutomatedBackupsArn();
    String identifier = request.sourceDBInstanceIdentifier();
    if ((arn == null) == (identifier == null)) {
      throw RdsRefusal.combination(
          "Exactly one of SourceDBInstanceIdentifier and SourceDBInstanceAutomatedBackupsArn must be"
              + " specified.");
    }
    return arn == null ? ofInstance(region, identifier, request) : ofBackup(region, arn, request);
  }

  private Origin ofBackup(
      String region, String arn, RestoreDbInstanceToPointInTimeRequest request) {
    Optional<Resource> own = backups.instance(region, arn);
    if (own.isPresent()) {
      return ofInstance(region, own.get().string("identifier"), request);
    }
    Resource backup =
        backups.find(region, arn).orElseThrow(() -> RdsRefusal.noAutomatedBackup(arn));
    Instant time =
        checked(
            request.restoreTime(),
            Instant.parse(backup.string("earliest")),
            Instant.parse(backup.string("latest")));
    return new Origin(
        backup,
        backup.string("masterPassword"),
        backups.rows(backup, time),
        backup.string("kmsKeyId"),
        time);
  }

  private Origin ofInstance(
      String region, String identifier, RestoreDbInstanceToPointInTimeRequest request) {
    Resource source =
        databases
            .byIdentifier(region, identifier)
            .orElseThrow(() -> RdsRefusal.noInstance(identifier));
    if (source.integer("backupRetentionPeriod") == 0 || Databases.replica(source)) {
      throw RdsRefusal.notRestorable(identifier);
    }
    Database database = databases.of(source);
    Instant uploaded = AutomatedBackups.lastUpload(world.clock().instant());
    Instant time = checked(request.restoreTime(), Instant.EPOCH, uploaded);
    return new Origin(
        source,
        database.password(),
        database.rows().stream().filter(row -> !row.committed().isAfter(time)).toList(),
        source.string("kmsKeyId"),
        time);
  }

  private static Instant checked(Instant wanted, Instant earliest, Instant latest) {
    if (wanted == null) {
      return latest;
    }
    if (wanted.isAfter(latest)) {
      throw RdsRefusal.value(
          "The specified instance cannot be restored to a time later than " + latest);
    }
    if (wanted.isBefore(earliest)) {
      throw RdsRefusal.value(
          "The specified instance cannot be restored to a time earlier than " + earliest);
    }
    return wanted;
  }

  /** What the request leaves out comes from the source or is AWS's default, which is one zone. */
  private static Map<String, Object> attributes(
      Origin origin, RestoreDbInstanceToPointInTimeRequest request) {
    Resource source = origin.settings();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("identifier", request.targetDBInstanceIdentifier());
    for (String inherited :
        List.of(
            "engine",
            "engineVersion",
            "username",
            "dbName",
            "storageEncrypted",
            "backupRetentionPeriod",
            "backupWindow")) {
      attributes.put(inherited, source.value(inherited));
    }
    attributes.put("password", origin.password());
    attributes.put("kmsKeyId", origin.kmsKeyId().isEmpty() ? null : origin.kmsKeyId());
    attributes.put(
        "allocatedStorage", or(request.allocatedStorage(), source.integer("allocatedStorage")));
    attributes.put("instanceClass", or(request.dbInstanceClass(), source.value("instanceClass")));
    attributes.put("storageType", or(request.storageType(), source.value("storageType")));
    attributes.put("dbSubnetGroupName", request.dbSubnetGroupName());
    attributes.put("parameterGroupName", request.dbParameterGroupName());
    attributes.put("vpcSecurityGroupIds", request.vpcSecurityGroupIds());
    attributes.put("availabilityZone", request.availabilityZone());
    attributes.put("port", or(request.port(), source.value("port")));
    attributes.put("multiAz", or(request.multiAZ(), false));
    attributes.put("publiclyAccessible", or(request.publiclyAccessible(), false));
    attributes.put(
        "autoMinorVersionUpgrade",
        or(request.autoMinorVersionUpgrade(), source.flag("autoMinorVersionUpgrade")));
    attributes.put("copyTagsToSnapshot", or(request.copyTagsToSnapshot(), false));
    attributes.put("deletionProtection", or(request.deletionProtection(), false));
    attributes.put("monitoringInterval", 0);
    attributes.put("performanceInsightsEnabled", false);
    attributes.put("iamDatabaseAuthenticationEnabled", false);
    if (request.hasEnableCloudwatchLogsExports()) {
      attributes.put("enabledCloudwatchLogsExports", request.enableCloudwatchLogsExports());
    }
    Map<String, Object> tags = new LinkedHashMap<>();
    for (Tag tag : request.tags()) {
      tags.put(tag.key(), tag.value());
    }
    attributes.put("tags", tags);
    attributes.values().removeIf(Objects::isNull);
    return attributes;
  }

  private static Object or(Object given, Object otherwise) {
    return given == null ? otherwise : given;
  }
}
