package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CopyDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * DB snapshots. One is {@code creating} for as long as {@code rds.snapshot} says, a copy in another
 * Region for {@code rds.copySnapshot}; it goes on only while both Regions can be reached.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html">CreateDBSnapshot</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html">CopyDBSnapshot</a>
 */
final class Snapshots {
  static final String TYPE = "aws:rds/snapshot:Snapshot";
  private static final int MOST = 100;
  private static final int PAGE = 100;
  private static final String NAME = "[a-zA-Z](-?[a-zA-Z0-9]){0,254}";
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private final World world;
  private final Databases databases;

  Snapshots(World world, Databases databases) {
    this.world = world;
    this.databases = databases;
  }

  /** The final snapshot of an instance that is deleted: the deletion waits for it. */
  void last(Resource instance, String identifier) {
    add(instance, identifier).set("status", "available");
  }

  Resource create(Resource instance, CreateDbSnapshotRequest request) {
    String identifier = checked(request.dbSnapshotIdentifier());
    if (!instance.string("status").equals("available")) {
      throw RdsRefusal.state(
          "Cannot create a snapshot because the database instance "
              + instance.string("identifier")
              + " is not currently in the available state.");
    }
    checkFree(instance.region(), identifier);
    checkQuota(instance.region());
    Resource snapshot = add(instance, identifier);
    tag(snapshot, instance.flag("copyTagsToSnapshot") ? instance.map("tags") : Map.of());
    tag(snapshot, tags(request.tags()));
    instance.set("status", "backing-up");
    finish(
        snapshot,
        instance.region(),
        world.latency().sample("rds.snapshot", identifier, world.clock().instant()),
        () -> {
          if (instance.string("status").equals("backing-up")) {
            instance.set("status", "available");
          }
        });
    return snapshot;
  }

  /** The snapshot of an instance, as it is while it is being made. */
  Resource add(Resource instance, String identifier) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("dbInstanceIdentifier", instance.string("identifier"));
    attributes.put("dbiResourceId", instance.string("resourceId"));
    attributes.put("encrypted", instance.flag("storageEncrypted"));
    attributes.put("kmsKeyId", instance.string("kmsKeyId"));
    attributes.put("engine", instance.string("engine"));
    attributes.put("engineVersion", instance.string("engineVersionActual"));
    attributes.put("allocatedStorage", instance.integer("allocatedStorage"));
    attributes.put("rows", databases.of(instance).rows().size());
    return add(instance.region(), identifier, attributes, world.clock().instant());
  }

  Resource add(String region, String identifier, Map<String, Object> attributes, Instant original) {
    Resource snapshot = new Resource(TYPE, region, identifier, attributes);
    snapshot
        .set("dbSnapshotIdentifier", identifier)
        .set("dbSnapshotArn", arn(region, identifier))
        .set("arn", arn(region, identifier))
        .set("snapshotType", "manual")
        .set("status", "creating")
        .set("snapshotCreateTime", world.clock().instant().toString())
        .set("originalSnapshotCreateTime", original.toString());
    snapshot.id(identifier);
    world.account().add(snapshot);
    return snapshot;
  }

  private String arn(String region, String identifier) {
    return "arn:aws:rds:" + region + ":" + world.account().id() + ":snapshot:" + identifier;
  }

  /** Called in the copy's Region; a source in another one is named by its ARN. */
  Resource copy(String region, CopyDbSnapshotRequest request) {
    String identifier = checked(request.targetDBSnapshotIdentifier());
    Resource source = source(region, request.sourceDBSnapshotIdentifier());
    boolean abroad = !source.region().equals(region);
    if (!source.string("status").equals("available")) {
      throw RdsRefusal.snapshotState(
          "The snapshot "
              + source.id()
              + " is not in the available state: it is "
              + source.string("status")
              + ".");
    }
    boolean signed = request.sourceRegion() != null || request.preSignedUrl() != null;
    if (abroad && source.flag("encrypted") && !(signed && request.kmsKeyId() != null)) {
      throw RdsRefusal.combination(
          "PreSignedUrl and KmsKeyId must be specified to copy an encrypted snapshot from another"
              + " Region.");
    }
    checkFree(region, identifier);
    checkQuota(region);
    Map<String, Object> attributes = new LinkedHashMap<>(source.attributes());
    String key = request.kmsKeyId();
    if (key != null) {
      attributes.put("kmsKeyId", key(region, key));
      attributes.put("encrypted", true);
    }
    attributes.put("tags", Boolean.TRUE.equals(request.copyTags()) ? source.map("tags") : Map.of());
    attributes.put("sourceDbSnapshotIdentifier", source.string("arn"));
    attributes.put("sourceRegion", source.region());
    Resource copy =
        add(
            region,
            identifier,
            attributes,
            Instant.parse(source.string("originalSnapshotCreateTime")));
    tag(copy, tags(request.tags()));
    finish(
        copy,
        source.region(),
        world.latency().sample("rds.copySnapshot", identifier, world.clock().instant()),
        () -> {});
    return copy;
  }

  private Resource source(String region, String name) {
    String arn = name.startsWith("arn:") ? name : arn(region, name);
    Resource source =
        world.account().byArn(TYPE, arn).orElseThrow(() -> RdsRefusal.noSnapshot(name));
    if (!world.faults().reaches(region, source.region())) {
      throw Refusal.of(
          RdsException.builder(),
          "Rds",
          500,
          "InternalFailure",
          "The request to the source Region " + source.region() + " has failed; try again later.");
    }
    return source;
  }

  private String key(String region, String reference) {
    Kms kms = world.service(Kms.class);
    if (kms.key(region, reference).isEmpty() && !kms.managedByAws(region, reference)) {
      throw RdsRefusal.key(reference, region);
    }
    return kms.arn(region, reference);
  }

  Resource delete(String region, String identifier) {
    Resource snapshot =
        find(region, identifier).orElseThrow(() -> RdsRefusal.noSnapshot(identifier));
    if (BackupSnapshots.managed(snapshot)) {
      throw RdsRefusal.snapshotState(
          "Cannot delete the snapshot because it is managed by the AWS Backup service.");
    }
    if (!snapshot.string("status").equals("available")) {
      throw RdsRefusal.snapshotState(
          "Cannot delete the snapshot because it is not currently in the available state.");
    }
    world.account().remove(snapshot);
    return snapshot.set("status", "deleted");
  }

  DescribeDbSnapshotsResponse list(String region, DescribeDbSnapshotsRequest request) {
    String identifier = request.dbSnapshotIdentifier();
    if (identifier != null && find(region, identifier).isEmpty()) {
      throw RdsRefusal.noSnapshot(identifier);
    }
    List<Resource> found =
        world.account().list(TYPE, region).stream()
            .filter(each -> identifier == null || each.id().equalsIgnoreCase(identifier))
            .filter(each -> wanted(request.dbInstanceIdentifier(), each, "dbInstanceIdentifier"))
            .filter(each -> wanted(request.snapshotType(), each, "snapshotType"))
            .filter(each -> request.filters().stream().allMatch(filter -> matches(filter, each)))
            .filter(each -> request.marker() == null || each.id().compareTo(request.marker()) > 0)
            .toList();
    int size = request.maxRecords() == null ? PAGE : request.maxRecords();
    if (size < 20 || size > PAGE) {
      throw RdsRefusal.value(
          "Invalid value " + size + " for MaxRecords. Must be between 20 and 100");
    }
    List<Resource> page = found.subList(0, Math.min(size, found.size()));
    return DescribeDbSnapshotsResponse.builder()
        .dbSnapshots(page.stream().map(Snapshots::describe).toList())
        .marker(found.size() > size ? page.get(size - 1).id() : null)
        .build();
  }

  private static boolean wanted(String value, Resource snapshot, String attribute) {
    return value == null || snapshot.string(attribute).equalsIgnoreCase(value);
  }

  private static boolean matches(Filter filter, Resource snapshot) {
    String attribute =
        switch (filter.name()) {
          case "db-instance-id" -> "dbInstanceIdentifier";
          case "db-snapshot-id" -> "dbSnapshotIdentifier";
          case "dbi-resource-id" -> "dbiResourceId";
          case "snapshot-type" -> "snapshotType";
          case "engine" -> "engine";
          default -> throw RdsRefusal.value("Unrecognized filter name: " + filter.name());
        };
    return filter.values().contains(snapshot.string(attribute));
  }

  static DBSnapshot describe(Resource snapshot) {
    return DBSnapshot.builder()
        .dbSnapshotIdentifier(snapshot.id())
        .dbSnapshotArn(snapshot.string("arn"))
        .dbInstanceIdentifier(snapshot.string("dbInstanceIdentifier"))
        .dbiResourceId(snapshot.string("dbiResourceId"))
        .snapshotType(snapshot.string("snapshotType"))
        .status(snapshot.string("status"))
        .percentProgress(snapshot.string("status").equals("available") ? 100 : 0)
        .engine(snapshot.string("engine"))
        .engineVersion(snapshot.string("engineVersion"))
        .allocatedStorage(snapshot.integer("allocatedStorage"))
        .encrypted(snapshot.flag("encrypted"))
        .kmsKeyId(snapshot.flag("encrypted") ? snapshot.string("kmsKeyId") : null)
        .sourceRegion(snapshot.has("sourceRegion") ? snapshot.string("sourceRegion") : null)
        .sourceDBSnapshotIdentifier(
            snapshot.has("sourceDbSnapshotIdentifier")
                ? snapshot.string("sourceDbSnapshotIdentifier")
                : null)
        .snapshotCreateTime(Instant.parse(snapshot.string("snapshotCreateTime")))
        .originalSnapshotCreateTime(Instant.parse(snapshot.string("originalSnapshotCreateTime")))
        .tagList(
            snapshot.map("tags").entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value("" + tag.getValue()).build())
                .toList())
        .build();
  }

  void checkFree(String region, String identifier) {
    if (find(region, identifier).isPresent()) {
      throw RdsRefusal.snapshotExists(identifier);
    }
  }

  private void checkQuota(String region) {
    long own =
        world.account().list(TYPE, region).stream()
            .filter(each -> !BackupSnapshots.managed(each))
            .count();
    if (own >= MOST) {
      throw RdsRefusal.tooManySnapshots();
    }
  }

  Optional<Resource> find(String region, String identifier) {
    return world.account().find(TYPE, region, identifier.toLowerCase(Locale.ROOT));
  }

  /** Identifiers are kept in lower case. */
  private static String checked(String identifier) {
    if (identifier == null || !identifier.matches(NAME)) {
      throw RdsRefusal.value(
          "The parameter DBSnapshotIdentifier is not a valid identifier. Identifiers must begin with"
              + " a letter; must contain only ASCII letters, digits, and hyphens; and must not end"
              + " with a hyphen or contain two consecutive hyphens.");
    }
    return identifier.toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> tags(List<Tag> given) {
    Map<String, Object> tags = new LinkedHashMap<>();
    given.forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  private static void tag(Resource snapshot, Map<String, Object> more) {
    Map<String, Object> tags = new LinkedHashMap<>(snapshot.map("tags"));
    tags.putAll(more);
    snapshot.set("tags", tags);
  }

  /** While one of the Regions is out of reach, it waits. */
  void finish(Resource snapshot, String from, Duration delay, Runnable then) {
    world
        .clock()
        .after(
            delay,
            "rds:snapshot:" + snapshot.string("arn"),
            () -> {
              if (world.faults().dead(snapshot.region())
                  || !world.faults().reaches(snapshot.region(), from)) {
                finish(snapshot, from, TRY_AGAIN, then);
                return;
              }
              if (snapshot.string("status").equals("creating")) {
                snapshot.set("status", "available");
              }
              then.run();
            });
  }
}
