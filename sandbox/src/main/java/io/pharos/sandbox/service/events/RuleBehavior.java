package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code aws:cloudwatch/eventRule:EventRule}: its id is its name, for rules of the default bus. */
final class RuleBehavior implements Behavior {
  private final World world;
  private final Schedules schedules;

  RuleBehavior(World world, Schedules schedules) {
    this.world = world;
    this.schedules = schedules;
  }

  @Override
  public void create(Resource rule) {
    String name = ResourceName.of(rule);
    if (!name.matches("[.\\-_A-Za-z0-9]{1,64}")) {
      throw EventRefusal.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'name' failed to satisfy constraint: Member must satisfy regular expression"
              + " pattern: [\\.\\-_A-Za-z0-9]+");
    }
    rule.attributes().putIfAbsent("eventBusName", EventTypes.DEFAULT_BUS);
    check(rule);
    rule.id(name);
    rule.set(
        "arn", "arn:aws:events:" + rule.region() + ":" + world.account().id() + ":rule/" + name);
    state(rule);
  }

  @Override
  public void update(Resource rule, Map<String, Object> before) {
    if (!rule.attributes().getOrDefault("state", "").equals(before.getOrDefault("state", ""))) {
      rule.attributes().remove("isEnabled");
    } else if (!Objects.equals(rule.attributes().get("isEnabled"), before.get("isEnabled"))) {
      rule.attributes().remove("state");
    }
    check(rule);
    state(rule);
    schedules.start(rule);
  }

  @Override
  public void delete(Resource rule) {
    if (!rule.flag("forceDestroy") && !Targets.of(world, rule).isEmpty()) {
      throw EventRefusal.invalid("Rule can't be deleted since it has targets.");
    }
    schedules.stop(rule);
  }

  @Override
  public void start(Resource rule) {
    schedules.start(rule);
  }

  private static void check(Resource rule) {
    if (!rule.string("eventBusName").equals(EventTypes.DEFAULT_BUS)) {
      throw new UnsupportedOperationException("the sandbox has the default event bus only");
    }
    if (!rule.has("eventPattern") && !rule.has("scheduleExpression")) {
      throw EventRefusal.invalid(
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (rule.has("eventPattern")) {
      EventPattern.parse(rule.string("eventPattern"));
    }
    if (rule.has("scheduleExpression")) {
      Schedule.parse(rule.string("scheduleExpression"));
    }
    Set<String> states = Set.of("", "ENABLED", "DISABLED");
    if (!states.contains(rule.string("state"))) {
      throw EventRefusal.invalid("Parameter State is not valid.");
    }
  }

  /** The older property says the same as the newer one. */
  private static void state(Resource rule) {
    if (!rule.has("state")) {
      boolean off = rule.has("isEnabled") && !rule.flag("isEnabled");
      rule.set("state", off ? "DISABLED" : "ENABLED");
    }
    rule.set("isEnabled", enabled(rule));
  }

  /** Switches it on or off, in both of its properties. */
  static void enable(Resource rule, boolean on) {
    rule.set("state", on ? "ENABLED" : "DISABLED");
    rule.set("isEnabled", on);
  }

  static boolean enabled(Resource rule) {
    return rule.string("state").equals("ENABLED");
  }
}
