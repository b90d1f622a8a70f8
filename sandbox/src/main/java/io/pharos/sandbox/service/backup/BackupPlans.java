package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import io.pharos.sandbox.service.UniqueId;
import io.pharos.sandbox.service.events.Schedule;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Backup plans, whose rules create jobs by the clock for everything that is selected then.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html">CreateBackupPlan</a>
 */
public final class BackupPlans implements Behavior {
  private static final int LEAST_START_MINUTES = 60;
  private static final int COLD_DAYS = 90;

  private final World world;
  private final Jobs jobs;
  private final Map<String, Integer> generations = new HashMap<>();

  public BackupPlans(World world, Jobs jobs) {
    this.world = world;
    this.jobs = jobs;
  }

  @Override
  public void create(Resource plan) {
    String name = ResourceName.of(plan);
    if (!name.matches("[a-zA-Z0-9._-]{1,50}")) {
      throw BackupRefusal.value("Invalid backup plan name: " + name);
    }
    check(plan);
    boolean taken =
        world
            .account()
            .first(BackupTypes.PLAN, plan.region(), other -> other.string("name").equals(name))
            .isPresent();
    if (taken) {
      throw BackupRefusal.exists("Backup plan with the same plan document already exists");
    }
    plan.id(UniqueId.of("backup-plan", plan.region(), name));
    plan.set(
        "arn",
        "arn:aws:backup:"
            + plan.region()
            + ":"
            + world.account().id()
            + ":backup-plan:"
            + plan.id());
    version(plan);
  }

  private void version(Resource plan) {
    plan.set(
        "version", Ids.letters("", 32, plan.id(), world.clock().instant(), plan.maps("rules")));
  }

  @Override
  public void update(Resource plan, Map<String, Object> before) {
    check(plan);
    version(plan);
    start(plan);
  }

  @Override
  public void delete(Resource plan) {
    boolean selected =
        world
            .account()
            .first(
                BackupTypes.SELECTION,
                plan.region(),
                selection -> selection.string("planId").equals(plan.id()))
            .isPresent();
    if (selected) {
      throw BackupRefusal.request(
          "Related backup plan selections must be deleted prior to backup plan deletion");
    }
    generations.merge(plan.id(), 1, Integer::sum);
  }

  private void check(Resource plan) {
    Set<Object> names = new HashSet<>();
    for (Map<String, Object> rule : plan.maps("rules")) {
      String name = String.valueOf(rule.get("ruleName"));
      if (!name.matches("[a-zA-Z0-9._-]{1,50}") || !names.add(name)) {
        throw BackupRefusal.value("Invalid or duplicate rule name: " + name);
      }
      schedule(rule);
      int start = number(rule, "startWindow");
      int completion = number(rule, "completionWindow");
      if (start < LEAST_START_MINUTES) {
        throw BackupRefusal.value("Start window minutes must be at least 60");
      }
      if (completion < start + LEAST_START_MINUTES) {
        throw BackupRefusal.value(
            "Completion window must be at least 60 minutes greater than the start window");
      }
      checkLifecycle(rule.get("lifecycle"));
      for (Map<String, Object> copy : copies(rule)) {
        String to = String.valueOf(copy.get("destinationVaultArn"));
        if (!to.matches("arn:aws:backup:[a-z0-9-]+:\\d{12}:backup-vault:[a-zA-Z0-9_-]{2,50}")) {
          throw BackupRefusal.value("Invalid destination vault ARN: " + to);
        }
        checkLifecycle(copy.get("lifecycle"));
      }
      Vaults.named(world, plan.region(), String.valueOf(rule.get("targetVaultName")));
    }
  }

  private static void checkLifecycle(Object lifecycle) {
    if (lifecycle instanceof Map<?, ?> map && map.get("coldStorageAfter") instanceof Number cold) {
      Object delete = map.get("deleteAfter");
      if (delete instanceof Number days && days.intValue() < cold.intValue() + COLD_DAYS) {
        throw BackupRefusal.value(
            "DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays");
      }
    }
  }

  private static Schedule schedule(Map<String, Object> rule) {
    Object text = rule.getOrDefault("schedule", "cron(0 5 ? * * *)");
    if (!String.valueOf(text).startsWith("cron(")) {
      throw BackupRefusal.value("Invalid schedule expression: " + text);
    }
    try {
      return Schedule.parse(String.valueOf(text));
    } catch (AwsServiceException e) {
      throw BackupRefusal.value("Invalid schedule expression: " + text);
    }
  }

  static int number(Map<String, Object> values, String key) {
    return values.get(key) instanceof Number number ? number.intValue() : 0;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> copies(Map<String, Object> rule) {
    return (List<Map<String, Object>>) rule.getOrDefault("copyActions", List.of());
  }

  @Override
  public void start(Resource plan) {
    int generation = generations.merge(plan.id(), 1, Integer::sum);
    plan.maps("rules").forEach(rule -> next(plan, rule, generation));
  }

  private void next(Resource plan, Map<String, Object> rule, int generation) {
    Instant time = schedule(rule).next(world.clock().instant());
    if (time.equals(Instant.MAX)) {
      return;
    }
    world
        .clock()
        .at(
            time,
            "backup:plan:" + plan.string("arn") + ":" + rule.get("ruleName"),
            () -> {
              if (generations.get(plan.id()) == generation) {
                if (!world.faults().dead(plan.region())) {
                  fire(plan, rule);
                }
                next(plan, rule, generation);
              }
            });
  }

  private void fire(Resource plan, Map<String, Object> rule) {
    for (Resource selection : world.account().list(BackupTypes.SELECTION, plan.region())) {
      if (selection.string("planId").equals(plan.id())) {
        for (String arn : selection.strings("resources")) {
          jobs.create(plan, rule, selection.string("iamRoleArn"), arn);
        }
      }
    }
  }
}
