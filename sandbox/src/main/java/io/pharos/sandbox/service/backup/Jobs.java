package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.UniqueId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backup jobs: they begin at some time of their start window, are tried again every ten minutes in
 * it while the resource cannot be backed up, and are EXPIRED when they could not begin. What a job
 * has made is copied where its rule says.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html">BackupRule</a>
 */
public final class Jobs {
  private static final Duration TRY_AGAIN = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final World world;
  private final RecoveryPoints points;
  private final Sources sources;
  private final CopyJobs copies;
  private final JobEvents events;

  /** A job as its plan made it. */
  record Job(
      String id,
      Resource plan,
      Map<String, Object> rule,
      String roleArn,
      String resourceArn,
      Instant created) {

    String region() {
      return plan.region();
    }

    int retentionDays() {
      return days(rule.get("lifecycle"));
    }

    /** 0 means for ever. */
    static int days(Object lifecycle) {
      return lifecycle instanceof Map<?, ?> map && map.get("deleteAfter") instanceof Number days
          ? days.intValue()
          : 0;
    }

    /** When it can no longer begin. */
    Instant startBy() {
      return created.plus(Duration.ofMinutes(BackupPlans.number(rule, "startWindow")));
    }
  }

  public Jobs(World world, RecoveryPoints points) {
    this.world = world;
    this.points = points;
    this.sources = new Sources(world);
    this.events = new JobEvents(world);
    this.copies = new CopyJobs(world, points, sources, events);
  }

  void create(Resource plan, Map<String, Object> rule, String roleArn, String resourceArn) {
    Instant now = world.clock().instant();
    Job job =
        new Job(
            UniqueId.of("backup-job", plan.id(), rule.get("ruleName"), resourceArn, now),
            plan,
            rule,
            roleArn,
            resourceArn,
            now);
    after(job, world.latency().sample("backup.start", job.id()), () -> begin(job));
  }

  private void after(Job job, Duration delay, Runnable then) {
    world.clock().after(delay, "backup:job:" + job.id(), then);
  }

  private void begin(Job job) {
    if (world.faults().dead(job.region())) {
      later(job, "the Region could not serve");
      return;
    }
    Optional<String> failure = sources.failure(job.region(), job.resourceArn(), job.roleArn());
    Optional<Resource> vault =
        world
            .account()
            .find(
                BackupTypes.VAULT, job.region(), String.valueOf(job.rule().get("targetVaultName")));
    if (vault.isEmpty()) {
      failure =
          Optional.of("Backup vault " + job.rule().get("targetVaultName") + " does not exist");
    } else if (failure.isEmpty()) {
      failure = VaultLocks.refuses(world, vault.get(), job.retentionDays());
    }
    if (failure.isPresent()) {
      ended(job, "FAILED", failure.get(), "");
      return;
    }
    Optional<String> unready = sources.unready(job.resourceArn());
    if (unready.isPresent()) {
      later(job, unready.get());
      return;
    }
    run(job, vault.orElseThrow());
  }

  private void later(Job job, String why) {
    if (world.clock().instant().plus(TRY_AGAIN).isAfter(job.startBy())) {
      ended(job, "EXPIRED", "Backup job failed to start before its start window ended: " + why, "");
    } else {
      after(job, TRY_AGAIN, () -> begin(job));
    }
  }

  private void run(Job job, Resource vault) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("resourceArn", job.resourceArn());
    attributes.put("resourceType", Sources.type(job.resourceArn()));
    attributes.put("iamRoleArn", job.roleArn());
    attributes.put("planArn", job.plan().string("arn"));
    Sources.Making making = sources.make(job.region(), job.resourceArn(), job.id());
    Resource point = points.add(vault, making.recoveryPointArn(), attributes, job.retentionDays());
    ended(job, "RUNNING", "", point.id());
    look(job, vault, point, making);
  }

  /** Until what is being made is there. */
  private void look(Job job, Resource vault, Resource point, Sources.Making making) {
    after(
        job,
        LOOK,
        () -> {
          if (world.faults().dead(job.region()) || !making.done().getAsBoolean()) {
            look(job, vault, point, making);
            return;
          }
          points.complete(point);
          ended(job, "COMPLETED", "", point.id());
          for (Map<String, Object> copy : BackupPlans.copies(job.rule())) {
            copies.create(job, vault, point, copy);
          }
        });
  }

  private void ended(Job job, String state, String why, String point) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("backupJobId", job.id());
    detail.put("backupVaultName", job.rule().get("targetVaultName"));
    detail.put(
        "backupVaultArn",
        Vaults.arn(world, job.region(), String.valueOf(job.rule().get("targetVaultName"))));
    detail.put("creationDate", job.created().toString());
    detail.put("iamRoleArn", job.roleArn());
    detail.put("resourceArn", job.resourceArn());
    detail.put("resourceType", Sources.type(job.resourceArn()));
    detail.put("startBy", job.startBy().toString());
    detail.put("state", state);
    if (!why.isEmpty()) {
      detail.put("statusMessage", why);
    }
    events.changed(
        job.region(),
        "Backup Job State Change",
        point.isEmpty() ? List.of() : List.of(point),
        detail);
  }
}
