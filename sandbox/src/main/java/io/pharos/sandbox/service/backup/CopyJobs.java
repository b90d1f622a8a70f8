package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.UniqueId;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.PolicyRequest;
import io.pharos.sandbox.service.rds.BackupSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Copy jobs, which put a recovery point into the vault of another Region under that vault's key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html">Creating
 *     backup copies across AWS Regions</a>
 */
final class CopyJobs {
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final World world;
  private final RecoveryPoints points;
  private final Sources sources;
  private final JobEvents events;

  private record Copy(
      String id, Jobs.Job job, Resource from, Resource original, String toArn, int days) {
    String toRegion() {
      return toArn.split(":")[3];
    }

    String toName() {
      return toArn.substring(toArn.lastIndexOf(':') + 1);
    }
  }

  CopyJobs(World world, RecoveryPoints points, Sources sources, JobEvents events) {
    this.world = world;
    this.points = points;
    this.sources = sources;
    this.events = events;
  }

  void create(Jobs.Job job, Resource from, Resource original, Map<String, Object> action) {
    String to = String.valueOf(action.get("destinationVaultArn"));
    Copy copy =
        new Copy(
            UniqueId.of("copy-job", job.id(), to),
            job,
            from,
            original,
            to,
            Jobs.Job.days(action.get("lifecycle")));
    Optional<String> failure = failure(copy);
    if (failure.isPresent()) {
      changed(copy, "FAILED", failure.get(), "");
      return;
    }
    Resource vault =
        world.account().find(BackupTypes.VAULT, copy.toRegion(), copy.toName()).orElseThrow();
    run(copy, vault);
  }

  private Optional<String> failure(Copy copy) {
    String region = copy.toRegion();
    if (!world.faults().reaches(copy.job().region(), region) || world.faults().dead(region)) {
      return Optional.of("The destination Region " + region + " could not be reached");
    }
    Optional<Resource> vault = world.account().find(BackupTypes.VAULT, region, copy.toName());
    if (vault.isEmpty()) {
      return Optional.of("Destination backup vault " + copy.toArn() + " does not exist");
    }
    String role = copy.job().roleArn();
    return VaultLocks.refuses(world, vault.get(), copy.days())
        .or(() -> sources.denied(role, Map.of(), copy.toArn(), "backup:CopyIntoBackupVault"))
        .or(
            () ->
                VaultPolicies.forbids(
                        world, vault.get(), role, "backup:CopyIntoBackupVault", copy.toArn())
                    ? Optional.of("Access Denied by the access policy of " + copy.toArn())
                    : Optional.empty())
        .or(() -> unusableKey(copy, vault.get()));
  }

  /** The destination's key is used by a grant. */
  private Optional<String> unusableKey(Copy copy, Resource vault) {
    return world
        .service(Kms.class)
        .refusal(
            PolicyRequest.Principal.role(copy.job().roleArn()),
            "kms:CreateGrant",
            vault.region(),
            vault.string("kmsKeyArn"),
            ConditionContext.of(Map.of("kms:GrantIsForAWSResource", "true")))
        .map(refused -> "Access denied to KMS key: " + refused.message());
  }

  private void run(Copy copy, Resource vault) {
    Making making = make(copy, vault);
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (String same : List.of("resourceArn", "resourceType", "iamRoleArn", "planArn")) {
      attributes.put(same, copy.original().string(same));
    }
    attributes.put("sourceBackupVaultArn", copy.from().string("arn"));
    Resource point = points.add(vault, making.arn(), attributes, copy.days());
    points.datedAs(point, copy.original());
    changed(copy, "RUNNING", "", point.id());
    look(copy, point, making.done());
  }

  private record Making(String arn, BooleanSupplier done) {}

  private Making make(Copy copy, Resource vault) {
    Optional<Resource> snapshot = points.snapshot(copy.original());
    if (snapshot.isPresent()) {
      BackupSnapshots snapshots = world.service(Rds.class).backupSnapshots();
      Resource made =
          snapshots.copy(
              snapshot.get(), vault.region(), "copyjob-" + copy.id(), vault.string("kmsKeyArn"));
      return new Making(made.string("arn"), () -> made.string("status").equals("available"));
    }
    Instant done =
        world.clock().instant().plus(world.latency().sample("backup.copyObjects", copy.id()));
    String bucket = copy.job().resourceArn().substring("arn:aws:s3:::".length());
    return new Making(
        sources.objects(vault.region(), bucket, copy.id()),
        () -> !world.clock().instant().isBefore(done));
  }

  private void look(Copy copy, Resource point, BooleanSupplier done) {
    world
        .clock()
        .after(
            LOOK,
            "backup:copy:" + copy.id(),
            () -> {
              boolean cut = !world.faults().reaches(copy.job().region(), copy.toRegion());
              boolean late =
                  world.faults().strikes(Trouble.BACKUPS_LATE, copy.toRegion(), "backup");
              if (cut || late || world.faults().dead(copy.toRegion()) || !done.getAsBoolean()) {
                look(copy, point, done);
                return;
              }
              points.complete(point);
              changed(copy, "COMPLETED", "", point.id());
            });
  }

  private void changed(Copy copy, String state, String why, String point) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("copyJobId", copy.id());
    detail.put("iamRoleArn", copy.job().roleArn());
    detail.put("resourceArn", copy.job().resourceArn());
    detail.put("resourceType", Sources.type(copy.job().resourceArn()));
    detail.put("sourceBackupVaultArn", copy.from().string("arn"));
    detail.put("destinationBackupVaultArn", copy.toArn());
    detail.put("state", state);
    if (!point.isEmpty()) {
      detail.put("destinationRecoveryPointArn", point);
    }
    if (!why.isEmpty()) {
      detail.put("statusMessage", why);
    }
    events.changed(
        copy.job().region(), "Copy Job State Change", List.of(copy.original().id()), detail);
  }
}
