package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.rds.BackupSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What can be backed up: DB instances, by a snapshot, and versioned buckets. */
final class Sources {
  private static final String VERSIONING = "aws:s3/bucketVersioningV2:BucketVersioningV2";
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";

  private final World world;

  /** A recovery point in the making. */
  record Making(String recoveryPointArn, BooleanSupplier done) {}

  Sources(World world) {
    this.world = world;
  }

  static String type(String resourceArn) {
    return resourceArn.startsWith("arn:aws:s3:::") ? "S3" : "RDS";
  }

  private BackupSnapshots snapshots() {
    return world.service(Rds.class).backupSnapshots();
  }

  /** Why a backup will never succeed as things are, or empty. */
  Optional<String> failure(String region, String arn, String roleArn) {
    return type(arn).equals("RDS")
        ? ofInstance(region, arn, roleArn)
        : ofBucket(region, arn, roleArn);
  }

  private Optional<String> ofInstance(String region, String arn, String roleArn) {
    if (snapshots().instance(arn).filter(found -> found.region().equals(region)).isEmpty()) {
      return Optional.of("DBInstance " + arn + " not found.");
    }
    return denied(roleArn, Map.of(), arn, "rds:DescribeDBInstances", "rds:CreateDBSnapshot");
  }

  private Optional<String> ofBucket(String region, String arn, String roleArn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    Optional<Resource> bucket = world.account().find(BUCKET, region, name);
    if (bucket.isEmpty()) {
      return Optional.of("The specified bucket does not exist: " + name);
    }
    Optional<String> denied =
        denied(
                roleArn,
                Map.of(),
                arn,
                "s3:GetBucketVersioning",
                "s3:ListBucketVersions",
                "s3:PutBucketNotification",
                "s3:PutInventoryConfiguration")
            .or(() -> denied(roleArn, Map.of(), arn + "/x", "s3:GetObjectVersion"))
            .or(
                () ->
                    denied(
                        roleArn,
                        Map.of(),
                        "arn:aws:events:"
                            + region
                            + ":"
                            + world.account().id()
                            + ":rule/AwsBackupManagedRule-x",
                        "events:PutRule",
                        "events:PutTargets"));
    if (denied.isPresent()) {
      return denied;
    }
    boolean versioned =
        world
            .account()
            .find(VERSIONING, region, name)
            .map(found -> found.map("versioningConfiguration").get("status"))
            .filter("Enabled"::equals)
            .isPresent();
    return versioned
        ? Optional.empty()
        : Optional.of("Bucket " + name + " does not have versioning enabled.");
  }

  /** Why a role may not, or empty. */
  Optional<String> denied(
      String roleArn, Map<String, String> context, String resource, String... actions) {
    Iam iam = world.service(Iam.class);
    if (iam.role(roleArn).isEmpty() || !iam.canAssume(roleArn, BackupTypes.SERVICE)) {
      return Optional.of("AWS Backup is unable to assume role " + roleArn);
    }
    for (String action : actions) {
      if (!iam.allows(roleArn, action, resource, context)) {
        return Optional.of(
            "Access denied exception while trying to perform "
                + action
                + " on "
                + resource
                + " as "
                + roleArn);
      }
    }
    return Optional.empty();
  }

  /** Why it cannot be backed up right now, or empty. */
  Optional<String> unready(String arn) {
    return snapshots()
        .instance(arn)
        .flatMap(
            instance -> {
              Instant now = world.clock().instant();
              if (!instance.string("status").equals("available")) {
                return Optional.of(
                    "DB instance is not in available state: " + instance.string("status"));
              }
              return RdsWindow.all(instance).stream().anyMatch(window -> window.near(now))
                  ? Optional.of("within an hour of a backup or maintenance window")
                  : Optional.empty();
            });
  }

  /** Begins to make a recovery point. */
  Making make(String region, String arn, String jobId) {
    Optional<Resource> instance = snapshots().instance(arn);
    if (instance.isPresent()) {
      Resource snapshot = snapshots().make(instance.get(), "job-" + jobId);
      return new Making(
          snapshot.string("arn"), () -> snapshot.string("status").equals("available"));
    }
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    Instant now = world.clock().instant();
    Duration whole = world.latency().sample("backup.objects", jobId);
    return new Making(
        objects(region, name, jobId), () -> !world.clock().instant().isBefore(now.plus(whole)));
  }

  /** The recovery point of a bucket: {@code <bucket>-<time>-<hash>}. */
  String objects(String region, String bucket, String jobId) {
    Instant now = world.clock().instant();
    return "arn:aws:backup:"
        + region
        + ":"
        + world.account().id()
        + ":recovery-point:"
        + bucket
        + "-"
        + now.toString().replaceAll("\\D", "").substring(0, 14)
        + "-"
        + Ids.hex("", 8, jobId);
  }
}
