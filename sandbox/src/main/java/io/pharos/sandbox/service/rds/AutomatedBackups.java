package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DescribeDbInstanceAutomatedBackupsRequest;
import software.amazon.awssdk.services.rds.model.Filter;

/**
 * Automated backups that RDS replicates to another Region. The source uploads its transaction log
 * every five minutes while it works; each upload is copied in its order, takes what {@code
 * rds.backupReplication} says, and goes on only while both Regions can be reached. What has arrived
 * can be restored to any time, whether the source still exists or not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html">Replicating
 *     automated backups to another AWS Region</a>
 */
final class AutomatedBackups {
  static final String TYPE = "aws:rds/automatedBackup:AutomatedBackup";
  static final String REPLICATING = "replicating";
  private static final String RETAINED = "retained";
  private static final Duration UPLOAD = Duration.ofMinutes(5);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);
  private static final int MOST = 20;

  private final World world;
  private final Databases databases;
  private final BackupRules rules;
  private final Map<String, Copied> copied = new TreeMap<>();

  /** A part of the log on its way. */
  private record Upload(List<Row> rows, String password, Instant uploaded, Instant due) {}

  /** What has arrived of a source's rows, and what has not yet. */
  private static final class Copied {
    private final List<Row> rows = new ArrayList<>();

    /** In their order: a log with a hole in it is of no use. */
    private final Deque<Upload> underway = new ArrayDeque<>();

    /** How many of the source's rows have been uploaded. */
    private int uploaded;

    /** An upload never overtakes the one before. */
    private Instant last = Instant.EPOCH;
  }

  AutomatedBackups(World world, Databases databases) {
    this.world = world;
    this.databases = databases;
    this.rules = new BackupRules(world, databases);
  }

  /** Begins to replicate to this Region; the first snapshot is there at once. */
  Resource replicate(String region, BackupRules.Wanted wanted) {
    Resource source = rules.check(region, wanted);
    if (replicating(region, source.string("arn")).isPresent()) {
      throw RdsRefusal.state(
          "The automated backups of "
              + source.string("identifier")
              + " are already replicated to the current region.");
    }
    if (world.account().list(TYPE, region).stream().filter(AutomatedBackups::live).count()
        >= MOST) {
      throw RdsRefusal.tooManyBackups();
    }
    Instant now = world.clock().instant();
    Resource backup = new Resource(TYPE, region, source.string("identifier"), described(source));
    String arn = arn(region, source.string("resourceId"), now);
    backup.id(arn);
    backup
        .set("arn", arn)
        .set("status", REPLICATING)
        .set("kmsKeyId", wanted.kmsKeyId())
        .set("retentionPeriod", wanted.retentionDays())
        .set("earliest", now.toString())
        .set("latest", now.toString());
    world.account().add(backup);
    Copied first = copied(backup);
    first.rows.addAll(databases.of(source).rows());
    first.uploaded = first.rows.size();
    start(backup);
    return backup;
  }

  private Map<String, Object> described(Resource source) {
    Map<String, Object> backup = new LinkedHashMap<>();
    backup.put("dbInstanceArn", source.string("arn"));
    backup.put("dbInstanceIdentifier", source.string("identifier"));
    backup.put("dbiResourceId", source.string("resourceId"));
    backup.put("sourceRegion", source.region());
    for (String kept :
        List.of(
            "engine",
            "engineVersion",
            "allocatedStorage",
            "dbName",
            "username",
            "port",
            "storageEncrypted",
            "storageType",
            "backupRetentionPeriod",
            "backupWindow",
            "autoMinorVersionUpgrade",
            "optionGroupName",
            "licenseModel")) {
      if (source.has(kept)) {
        backup.put(kept, source.value(kept));
      }
    }
    // The master user is a row of the engine's own tables.
    backup.put("masterPassword", databases.of(source).password());
    return backup;
  }

  /** Ends the replication; what has arrived stays for as long as it is to be kept. */
  Resource stop(String region, String sourceArn) {
    Resource backup =
        replicating(region, sourceArn)
            .orElseThrow(
                () ->
                    databases.named(region, sourceArn).isEmpty()
                        ? RdsRefusal.noInstance(sourceArn)
                        : RdsRefusal.state(
                            "The automated backups of "
                                + sourceArn
                                + " are not replicating to the current region."));
    return backup.set("status", RETAINED);
  }

  Optional<Resource> replicating(String region, String sourceArn) {
    return world
        .account()
        .first(
            TYPE,
            region,
            backup -> live(backup) && backup.string("dbInstanceArn").equals(sourceArn));
  }

  private static boolean live(Resource backup) {
    return backup.string("status").equals(REPLICATING);
  }

  Optional<Resource> find(String region, String arn) {
    return world.account().find(TYPE, region, arn);
  }

  /** The rows that a database has which is restored to this time. */
  List<Row> rows(Resource backup, Instant time) {
    return copied(backup).rows.stream().filter(row -> !row.committed().isAfter(time)).toList();
  }

  private Copied copied(Resource backup) {
    return copied.computeIfAbsent(backup.id(), id -> new Copied());
  }

  /** Uploads go on for as long as the source is there and the replication is wanted. */
  void start(Resource backup) {
    world
        .clock()
        .every(
            UPLOAD,
            "rds:backup-upload:" + backup.id(),
            () -> {
              Optional<Resource> source =
                  databases.named(backup.region(), backup.string("dbInstanceArn"));
              boolean goesOn = live(backup) && find(backup.region(), backup.id()).isPresent();
              if (goesOn
                  && source.isPresent()
                  && !source.get().string("status").equals("deleting")
                  && !world.faults().dead(source.get().region())) {
                upload(backup, source.get());
              }
              return goesOn;
            });
  }

  private void upload(Resource backup, Resource source) {
    Copied copy = copied(backup);
    Database database = databases.of(source);
    List<Row> rows = database.rows();
    List<Row> uploaded = rows.subList(Math.min(copy.uploaded, rows.size()), rows.size());
    copy.uploaded = rows.size();
    Instant now = world.clock().instant();
    Instant due =
        now.plus(world.latency().sample("rds.backupReplication", source.string("identifier"), now));
    copy.last = due.isBefore(copy.last) ? copy.last : due;
    copy.underway.add(new Upload(List.copyOf(uploaded), database.password(), now, copy.last));
    arrive(backup, now, copy.last);
  }

  /**
   * While one of the Regions is out of reach, or copies are late, it waits, and those behind it.
   */
  private void arrive(Resource backup, Instant uploaded, Instant when) {
    world
        .clock()
        .at(
            when,
            "rds:backup-copy:" + backup.id() + ":" + uploaded,
            () -> {
              if (!live(backup)) {
                return;
              }
              String from = backup.string("sourceRegion");
              if (world.faults().dead(backup.region())
                  || world.faults().dead(from)
                  || !world.faults().reaches(backup.region(), from)
                  || world.faults().strikes(Trouble.BACKUPS_LATE, backup.region(), "rds")) {
                arrive(backup, uploaded, world.clock().instant().plus(TRY_AGAIN));
                return;
              }
              take(backup);
            });
  }

  /** All that is due, the oldest first. */
  private void take(Resource backup) {
    Copied copy = copied(backup);
    Instant now = world.clock().instant();
    while (!copy.underway.isEmpty() && !copy.underway.peek().due().isAfter(now)) {
      Upload next = copy.underway.remove();
      copy.rows.addAll(next.rows());
      backup.set("latest", next.uploaded().toString()).set("masterPassword", next.password());
    }
  }

  List<DBInstanceAutomatedBackup> list(
      String region, DescribeDbInstanceAutomatedBackupsRequest request) {
    String arn = request.dbInstanceAutomatedBackupsArn();
    List<Resource> found =
        Stream.concat(world.account().list(TYPE, region).stream(), own(region).stream())
            .filter(backup -> arn == null || backup.id().equals(arn))
            .filter(
                backup -> wanted(request.dbInstanceIdentifier(), backup, "dbInstanceIdentifier"))
            .filter(backup -> wanted(request.dbiResourceId(), backup, "dbiResourceId"))
            .filter(backup -> request.filters().stream().allMatch(each -> matches(each, backup)))
            .toList();
    if (arn != null && found.isEmpty()) {
      throw RdsRefusal.noAutomatedBackup(arn);
    }
    return found.stream().map(AutomatedBackups::describe).toList();
  }

  /** Those of the Region's own writers, which RDS keeps where they are made. */
  private List<Resource> own(String region) {
    return world.account().list(Databases.INSTANCE, region).stream()
        .filter(instance -> !Databases.replica(instance))
        .filter(instance -> instance.integer("backupRetentionPeriod") > 0)
        .map(this::own)
        .toList();
  }

  private Resource own(Resource instance) {
    Resource backup =
        new Resource(TYPE, instance.region(), instance.string("identifier"), described(instance));
    backup.id(ownArn(instance));
    return backup
        .set("status", "active")
        .set("kmsKeyId", instance.string("kmsKeyId"))
        .set("retentionPeriod", instance.integer("backupRetentionPeriod"))
        .set("earliest", Instant.EPOCH.toString())
        .set("latest", lastUpload(world.clock().instant()).toString());
  }

  private String ownArn(Resource instance) {
    return arn(instance.region(), instance.string("resourceId"));
  }

  /** Whose own automated backups these are. */
  Optional<Resource> instance(String region, String arn) {
    return world
        .account()
        .first(Databases.INSTANCE, region, instance -> ownArn(instance).equals(arn));
  }

  /** When the transaction log was uploaded last. */
  static Instant lastUpload(Instant now) {
    long seconds = UPLOAD.toSeconds();
    return Instant.ofEpochSecond(now.getEpochSecond() / seconds * seconds);
  }

  private String arn(String region, Object... parts) {
    return "arn:aws:rds:"
        + region
        + ":"
        + world.account().id()
        + ":auto-backup:"
        + Ids.letters("ab-", 26, region, List.of(parts)).toLowerCase(java.util.Locale.ROOT);
  }

  private static boolean wanted(String value, Resource backup, String attribute) {
    return value == null || backup.string(attribute).equalsIgnoreCase(value);
  }

  private static boolean matches(Filter filter, Resource backup) {
    String attribute =
        switch (filter.name()) {
          case "status" -> "status";
          case "db-instance-id" -> "dbInstanceIdentifier";
          case "dbi-resource-id" -> "dbiResourceId";
          default -> throw RdsRefusal.value("Unrecognized filter name: " + filter.name());
        };
    return filter.values().contains(backup.string(attribute));
  }

  static DBInstanceAutomatedBackup describe(Resource backup) {
    return DBInstanceAutomatedBackup.builder()
        .dbInstanceAutomatedBackupsArn(backup.id())
        .dbInstanceArn(backup.string("dbInstanceArn"))
        .dbInstanceIdentifier(backup.string("dbInstanceIdentifier"))
        .dbiResourceId(backup.string("dbiResourceId"))
        .region(backup.string("sourceRegion"))
        .status(backup.string("status"))
        .engine(backup.string("engine"))
        .engineVersion(backup.string("engineVersion"))
        .allocatedStorage(backup.integer("allocatedStorage"))
        .masterUsername(backup.string("username"))
        .port(backup.integer("port"))
        .encrypted(backup.flag("storageEncrypted"))
        .kmsKeyId(backup.flag("storageEncrypted") ? backup.string("kmsKeyId") : null)
        .storageType(backup.string("storageType"))
        .backupRetentionPeriod(backup.integer("retentionPeriod"))
        .restoreWindow(
            window ->
                window
                    .earliestTime(Instant.parse(backup.string("earliest")))
                    .latestTime(Instant.parse(backup.string("latest"))))
        .build();
  }
}
