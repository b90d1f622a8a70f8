package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.UniqueId;
import io.pharos.sandbox.service.events.Schedule;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Restore testing plans: by the clock, one recovery point of each protected resource that is
 * selected and has one young enough in one of the vaults is restored.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html">Restore
 *     testing</a>
 */
public final class RestoreTestingPlans implements Behavior {
  static final String NAME = "[a-zA-Z0-9_]{1,50}";
  private static final int MOST_DAYS = 365;
  private static final int MOST_HOURS = 168;
  private static final int DAYS = 30;
  private static final int HOURS = 24;

  private final World world;
  private final RestoreJobs jobs;
  private final Map<String, Integer> generations = new HashMap<>();

  public RestoreTestingPlans(World world, RestoreJobs jobs) {
    this.world = world;
    this.jobs = jobs;
  }

  @Override
  public void create(Resource plan) {
    String name = plan.string("name");
    if (!name.matches(NAME)) {
      throw BackupRefusal.value("Invalid restore testing plan name: " + name);
    }
    if (world.account().find(BackupTypes.TESTING_PLAN, plan.region(), name).isPresent()) {
      throw BackupRefusal.exists("Restore testing plan with the same name already exists");
    }
    check(plan);
    ServiceLinkedRole.RESTORE_TESTING.ensure(world.account());
    plan.id(name);
    plan.set(
        "arn",
        "arn:aws:backup:"
            + plan.region()
            + ":"
            + world.account().id()
            + ":restore-testing-plan:"
            + name
            + "-"
            + UniqueId.of("restore-testing-plan", plan.region(), name));
  }

  @Override
  public void update(Resource plan, Map<String, Object> before) {
    check(plan);
    start(plan);
  }

  @Override
  public void delete(Resource plan) {
    if (!RestoreTestingSelections.of(world, plan).isEmpty()) {
      throw BackupRefusal.request(
          "Related restore testing selections must be deleted prior to restore testing plan"
              + " deletion");
    }
    generations.merge(plan.string("arn"), 1, Integer::sum);
  }

  private void check(Resource plan) {
    schedule(plan);
    Map<String, Object> points = plan.map("recoveryPointSelection");
    String algorithm = String.valueOf(points.get("algorithm"));
    if (!List.of("LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW").contains(algorithm)) {
      throw BackupRefusal.value("Invalid algorithm: " + algorithm);
    }
    for (String type : texts(points, "recoveryPointTypes")) {
      if (!List.of("SNAPSHOT", "CONTINUOUS").contains(type)) {
        throw BackupRefusal.value("Invalid recovery point type: " + type);
      }
    }
    if (texts(points, "includeVaults").isEmpty()
        || texts(points, "recoveryPointTypes").isEmpty()
        || !String.join("", texts(points, "includeVaults"))
            .matches("\\*|(arn:aws:backup:[a-z0-9-]+:\\d{12}:backup-vault:[a-zA-Z0-9_-]{2,50})+")) {
      throw BackupRefusal.value("Invalid recovery point selection: vaults and types are needed");
    }
    within(days(plan), MOST_DAYS, "SelectionWindowDays");
    within(startHours(plan), MOST_HOURS, "StartWindowHours");
    // What the service says of itself where nothing was said.
    Map<String, Object> whole = new TreeMap<>(points);
    whole.putIfAbsent("selectionWindowDays", DAYS);
    whole.putIfAbsent("excludeVaults", List.of());
    plan.set("recoveryPointSelection", whole)
        .set("startWindowHours", startHours(plan))
        .set(
            "scheduleExpressionTimezone",
            plan.has("scheduleExpressionTimezone")
                ? plan.string("scheduleExpressionTimezone")
                : "Etc/UTC");
    if (!plan.string("scheduleExpressionTimezone").equals("Etc/UTC")) {
      throw new UnsupportedOperationException("the sandbox knows UTC only");
    }
  }

  private static void within(int value, int most, String what) {
    if (value < 1 || value > most) {
      throw BackupRefusal.value(what + " must be between 1 and " + most);
    }
  }

  private static int days(Resource plan) {
    return plan.map("recoveryPointSelection").get("selectionWindowDays") instanceof Number days
        ? days.intValue()
        : DAYS;
  }

  private static int startHours(Resource plan) {
    return plan.has("startWindowHours") ? plan.integer("startWindowHours") : HOURS;
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Map<String, Object> values, String key) {
    return (List<String>) values.getOrDefault(key, List.of());
  }

  private static Schedule schedule(Resource plan) {
    String text = plan.string("scheduleExpression");
    if (!text.startsWith("cron(")) {
      throw BackupRefusal.value("Invalid schedule expression: " + text);
    }
    try {
      return Schedule.parse(text);
    } catch (AwsServiceException e) {
      throw BackupRefusal.value("Invalid schedule expression: " + text);
    }
  }

  @Override
  public void start(Resource plan) {
    next(plan, generations.merge(plan.string("arn"), 1, Integer::sum));
  }

  private void next(Resource plan, int generation) {
    Instant time = schedule(plan).next(world.clock().instant());
    if (time.equals(Instant.MAX)) {
      return;
    }
    world
        .clock()
        .at(
            time,
            "backup:restore-testing:" + plan.string("arn"),
            () -> {
              if (generations.get(plan.string("arn")) == generation) {
                if (!world.faults().dead(plan.region())) {
                  fire(plan);
                }
                next(plan, generation);
              }
            });
  }

  private void fire(Resource plan) {
    for (Resource selection : RestoreTestingSelections.of(world, plan)) {
      Map<String, Resource> chosen = new TreeMap<>();
      for (Resource point : eligible(plan, selection)) {
        chosen.merge(point.string("resourceArn"), point, (one, other) -> better(plan, one, other));
      }
      chosen.values().forEach(point -> jobs.create(plan, selection, point));
    }
  }

  private List<Resource> eligible(Resource plan, Resource selection) {
    Map<String, Object> points = plan.map("recoveryPointSelection");
    if (!texts(points, "recoveryPointTypes").contains("SNAPSHOT")) {
      return List.of();
    }
    Instant oldest = world.clock().instant().minus(Duration.ofDays(days(plan)));
    List<String> arns = selection.strings("protectedResourceArns");
    return world.account().list(BackupTypes.RECOVERY_POINT, plan.region()).stream()
        .filter(point -> point.string("status").equals("COMPLETED"))
        .filter(
            point -> point.string("resourceType").equals(selection.string("protectedResourceType")))
        .filter(point -> arns.contains("*") || arns.contains(point.string("resourceArn")))
        .filter(point -> !Instant.parse(point.string("creationDate")).isBefore(oldest))
        .filter(point -> ofVault(points, point))
        .toList();
  }

  private boolean ofVault(Map<String, Object> points, Resource point) {
    String vault = Vaults.arn(world, point.region(), point.string("backupVaultName"));
    List<String> included = texts(points, "includeVaults");
    return (included.contains("*") || included.contains(vault))
        && !texts(points, "excludeVaults").contains(vault);
  }

  private Resource better(Resource plan, Resource one, Resource other) {
    boolean latest =
        "LATEST_WITHIN_WINDOW".equals(plan.map("recoveryPointSelection").get("algorithm"));
    boolean first =
        latest
            ? one.string("creationDate").compareTo(other.string("creationDate")) >= 0
            : Ids.number(plan.id(), world.clock().instant(), one.id(), other.id()) % 2 == 0;
    return first ? one : other;
  }
}
