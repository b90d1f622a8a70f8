package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Rules that fire by the clock. A rule that is disabled, or whose Region is dead, misses its time.
 */
final class Schedules {
  private final World world;
  private final BiConsumer<Resource, Map<String, Object>> fire;
  private final Map<String, Long> generations = new HashMap<>();
  private final Map<String, Schedule> parsed = new HashMap<>();

  Schedules(World world, BiConsumer<Resource, Map<String, Object>> fire) {
    this.world = world;
    this.fire = fire;
  }

  /** Starts the rule's schedule, or starts it anew after a change. */
  void start(Resource rule) {
    stop(rule);
    if (rule.has("scheduleExpression")) {
      next(rule, generations.get(rule.string("arn")));
    }
  }

  void stop(Resource rule) {
    generations.merge(rule.string("arn"), 1L, Long::sum);
  }

  private void next(Resource rule, long generation) {
    Instant time =
        parsed
            .computeIfAbsent(rule.string("scheduleExpression"), Schedule::parse)
            .next(world.clock().instant());
    if (time.equals(Instant.MAX)) {
      return;
    }
    world
        .clock()
        .at(
            time,
            "schedule " + rule.string("arn"),
            () -> {
              if (generations.get(rule.string("arn")) == generation) {
                if (RuleBehavior.enabled(rule) && !world.faults().dead(rule.region())) {
                  fire.accept(rule, event(rule));
                }
                next(rule, generation);
              }
            });
  }

  private Map<String, Object> event(Resource rule) {
    Instant now = world.clock().instant();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", EventId.of(rule.string("arn"), now));
    event.put("detail-type", "Scheduled Event");
    event.put("source", "aws.events");
    event.put("account", world.account().id());
    event.put("time", EventId.time(now));
    event.put("region", rule.region());
    event.put("resources", List.of(rule.string("arn")));
    event.put("detail", Map.of());
    return event;
  }
}
