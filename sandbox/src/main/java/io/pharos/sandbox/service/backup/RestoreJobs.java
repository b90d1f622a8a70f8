package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.UniqueId;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.PolicyRequest;
import io.pharos.sandbox.service.rds.BackupSnapshots;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Restore jobs of restore testing: each restores one recovery point as the selection's role, stays
 * for the validation, and is deleted when that has been said or its window has closed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html">Restore
 *     testing validation</a>
 */
public final class RestoreJobs {
  static final String PREFIX = "awsbackup-restore-test-";
  private static final String TAG = "awsbackup-restore-test";
  private static final String STATUS = "status";
  private static final String VALIDATION = "validationStatus";
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration TRY_AGAIN = Duration.ofMinutes(10);

  private final World world;
  private final RecoveryPoints points;
  private final Sources sources;
  private final JobEvents events;

  public RestoreJobs(World world, RecoveryPoints points) {
    this.world = world;
    this.points = points;
    this.sources = new Sources(world);
    this.events = new JobEvents(world);
  }

  void create(Resource plan, Resource selection, Resource point) {
    String id = UniqueId.of("restore-job", plan.string("arn"), point.id(), world.clock().instant());
    Resource job = new Resource(BackupTypes.RESTORE_JOB, plan.region(), id, Map.of());
    job.id(id);
    job.set(STATUS, "PENDING")
        .set("creationDate", world.clock().instant().toString())
        .set("restoreTestingPlanArn", plan.string("arn"))
        .set("recoveryPointArn", point.id())
        .set("recoveryPointCreationDate", point.string("creationDate"))
        .set("backupVaultArn", Vaults.arn(world, plan.region(), point.string("backupVaultName")))
        .set("sourceResourceArn", point.string("resourceArn"))
        .set("resourceType", point.string("resourceType"))
        .set("iamRoleArn", selection.string("iamRoleArn"))
        .set("validationHours", selection.integer("validationWindowHours"));
    world.account().add(job);
    Map<String, Object> overrides = selection.map("restoreMetadataOverrides");
    after(job, world.latency().sample("backup.start", id), () -> begin(job, point, overrides));
  }

  private void after(Resource job, Duration delay, Runnable then) {
    world.clock().after(delay, "backup:restore:" + job.id(), then);
  }

  Optional<Resource> find(String region, String id) {
    return world.account().find(BackupTypes.RESTORE_JOB, region, id);
  }

  private void begin(Resource job, Resource point, Map<String, Object> overrides) {
    if (world.faults().dead(job.region())) {
      after(job, TRY_AGAIN, () -> begin(job, point, overrides));
      return;
    }
    Optional<Resource> snapshot = points.snapshot(point);
    if (snapshot.isEmpty()) {
      failed(job, "Recovery point " + point.id() + " does not exist");
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>(RestoreMetadata.attributes(overrides));
    Optional<String> failure = failure(job, snapshot.get(), attributes);
    if (failure.isPresent()) {
      failed(job, failure.get());
      return;
    }
    attributes.put("tags", Map.of(TAG, job.id()));
    Resource restored;
    try {
      restored =
          snapshots().restore(snapshot.get(), PREFIX + Ids.hex("", 12, job.id()), attributes);
    } catch (AwsServiceException e) {
      failed(job, e.getMessage());
      return;
    }
    job.set(STATUS, "RUNNING");
    changed(job);
    look(job, restored);
  }

  private Optional<String> failure(Resource job, Resource snapshot, Map<String, Object> wanted) {
    String role = job.string("iamRoleArn");
    Optional<String> denied =
        sources.denied(
            role, Map.of(), snapshot.string("arn"), "rds:RestoreDBInstanceFromDBSnapshot");
    if (denied.isPresent()) {
      return denied;
    }
    if (!wanted.containsKey("dbSubnetGroupName")) {
      // No VPC of the sandbox is a Region's default one.
      return Optional.of(
          "No default subnet detected in VPC. Please contact AWS Support to recreate default"
              + " Subnets.");
    }
    return world
        .service(Kms.class)
        .refusal(
            PolicyRequest.Principal.role(role),
            "kms:CreateGrant",
            job.region(),
            snapshot.string("kmsKeyId"),
            ConditionContext.of(Map.of("kms:GrantIsForAWSResource", "true")))
        .map(refused -> "Access denied to KMS key.");
  }

  private BackupSnapshots snapshots() {
    return world.service(Rds.class).backupSnapshots();
  }

  private void look(Resource job, Resource restored) {
    after(
        job,
        LOOK,
        () -> {
          String status = restored.string(STATUS);
          if (world.faults().dead(job.region()) || status.equals("creating")) {
            look(job, restored);
            return;
          }
          job.set("createdResourceArn", restored.string("arn"))
              .set("completionDate", world.clock().instant().toString());
          if (!status.equals("available")) {
            failed(job, "The restored DB instance is in state " + status + ".");
            delete(job, restored);
            return;
          }
          job.set(STATUS, "COMPLETED");
          changed(job);
          after(
              job,
              Duration.ofHours(job.integer("validationHours")),
              () -> {
                if (!job.has("deletionStatus")) {
                  delete(job, restored);
                }
              });
        });
  }

  private void failed(Resource job, String why) {
    job.set(STATUS, "FAILED").set("statusMessage", why);
    if (!job.has("completionDate")) {
      job.set("completionDate", world.clock().instant().toString());
    }
    changed(job);
  }

  /** Takes what validation has found; that ends the test. */
  void validated(Resource job, String status, String message) {
    if (!job.string(STATUS).equals("COMPLETED")) {
      throw BackupRefusal.request("Restore job " + job.id() + " is not completed");
    }
    if (job.has(VALIDATION) && !job.string(VALIDATION).equals("VALIDATING")) {
      throw BackupRefusal.request("Validation status is already set for this restore job");
    }
    job.set(VALIDATION, status);
    if (message != null) {
      job.set("validationStatusMessage", message);
    }
    if (!status.equals("VALIDATING") && !job.has("deletionStatus")) {
      world
          .account()
          .byArn("aws:rds/instance:Instance", job.string("createdResourceArn"))
          .ifPresent(restored -> delete(job, restored));
    }
  }

  /** Only what still carries AWS Backup's tag. */
  private void delete(Resource job, Resource restored) {
    if (!restored.map("tags").containsKey(TAG)) {
      job.set("deletionStatus", "FAILED")
          .set("deletionStatusMessage", "The tag " + TAG + " was removed from the resource");
      return;
    }
    job.set("deletionStatus", "DELETING");
    snapshots().discard(restored);
    gone(job, restored);
  }

  private void gone(Resource job, Resource restored) {
    after(
        job,
        LOOK,
        () -> {
          if (world.account().byArn(restored.type(), restored.string("arn")).isPresent()) {
            gone(job, restored);
          } else {
            job.set("deletionStatus", "SUCCESSFUL");
          }
        });
  }

  private void changed(Resource job) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("restoreJobId", job.id());
    for (String attribute :
        List.of(
            "backupVaultArn",
            "recoveryPointArn",
            "sourceResourceArn",
            "creationDate",
            "iamRoleArn",
            "resourceType",
            STATUS,
            "restoreTestingPlanArn",
            "createdResourceArn",
            "completionDate",
            "statusMessage")) {
      if (job.has(attribute)) {
        detail.put(attribute, job.string(attribute));
      }
    }
    events.changed(
        job.region(), "Restore Job State Change", List.of(job.string("recoveryPointArn")), detail);
  }
}
