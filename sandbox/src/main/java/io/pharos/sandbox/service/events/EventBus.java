package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The default event bus of every Region of a world, with its rules and their targets. */
public final class EventBus {
  private final World world;
  private final Delivery delivery;
  private final Map<String, Behavior> behaviors;
  private final Map<String, EventPattern> patterns = new HashMap<>();
  private long events;

  public EventBus(World world) {
    this.world = world;
    this.delivery = new Delivery(world);
    this.behaviors =
        Map.of(
            EventTypes.RULE, new RuleBehavior(world, new Schedules(world, this::fire)),
            EventTypes.TARGET, new TargetBehavior(world));
  }

  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  public List<String> failures() {
    return delivery.failures();
  }

  /** The rule of this name; empty when there is none. */
  Optional<Resource> rule(String region, String name) {
    return world.account().find(EventTypes.RULE, region, name);
  }

  /** Takes an event; what the envelope lacks is filled in. */
  public void emit(String region, Map<String, Object> given) {
    if (world.faults().dead(region)) {
      return;
    }
    Map<String, Object> event = new LinkedHashMap<>(given);
    event.putIfAbsent("version", "0");
    event.putIfAbsent("id", EventId.of(region, ++events));
    event.putIfAbsent("account", world.account().id());
    event.putIfAbsent("time", EventId.time(world.clock().instant()));
    event.putIfAbsent("region", region);
    event.putIfAbsent("resources", List.of());
    for (Resource rule : world.account().list(EventTypes.RULE, region)) {
      if (RuleBehavior.enabled(rule) && rule.has("eventPattern") && matches(rule, event)) {
        fire(rule, event);
      }
    }
  }

  private boolean matches(Resource rule, Map<String, Object> event) {
    return patterns
        .computeIfAbsent(rule.string("eventPattern"), EventPattern::parse)
        .matches(event);
  }

  private void fire(Resource rule, Map<String, Object> event) {
    Targets.of(world, rule).forEach(target -> delivery.deliver(rule, target, event));
  }
}
