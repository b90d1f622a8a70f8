package io.pharos.simulation;

import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application's own program has in both Regions, on in the primary one: two functions, of
 * which one is fed by a queue, and a rule. And how all of it is, as an all-seeing observer knows.
 */
record Sources(World world) {
  private static final EventSourceNames NAMES =
      new EventSourceNames(List.of("orders", "mail"), List.of("nightly"));
  private static final String FUNCTION = "aws:lambda/function:Function";
  private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
  private static final String RULE = "aws:cloudwatch/eventRule:EventRule";
  private static final int RESERVED = 5;

  /** What {@code pharos:eventSources} says of it. */
  static String setting() {
    return """
        {"functions":["%s"],"rules":["%s"]}"""
        .formatted(String.join("\",\"", NAMES.functions()), String.join("\",\"", NAMES.rules()));
  }

  /** Deploys it, as a program of the user's would. */
  void deploy(Names names, String primary, String secondary) {
    for (String region : List.of(primary, secondary)) {
      boolean on = region.equals(primary);
      Resource own =
          world
              .account()
              .find(FUNCTION, region, names.function(RecoveryFunction.BEACON))
              .orElseThrow();
      for (String name : NAMES.functions()) {
        Map<String, Object> function = new HashMap<>();
        List.of("code", "handler", "runtime", "role")
            .forEach(like -> function.put(like, own.attributes().get(like)));
        function.put("name", name);
        function.put("reservedConcurrentExecutions", on ? RESERVED : 0);
        create(FUNCTION, region, name, function);
      }
      create(
          MAPPING,
          region,
          "orders",
          Map.of(
              "functionName",
              "orders",
              "enabled",
              on,
              "eventSourceArn",
              "arn:aws:sqs:" + region + ":" + world.account().id() + ":orders"));
      create(
          RULE,
          region,
          "nightly",
          Map.of(
              "name",
              "nightly",
              "scheduleExpression",
              "rate(1 day)",
              "state",
              on ? "ENABLED" : "DISABLED"));
    }
  }

  private void create(String type, String region, String name, Map<String, Object> attributes) {
    Resource resource = new Resource(type, region, name, new HashMap<>(attributes));
    Behavior behavior = world.behavior(type).orElseThrow();
    behavior.create(resource);
    world.account().add(resource);
    behavior.start(resource);
  }

  /** Those of a Region that are on, or those that are off. */
  List<String> that(boolean on, String region) {
    List<String> those = new ArrayList<>();
    for (String name : NAMES.functions()) {
      world
          .account()
          .find(FUNCTION, region, name)
          .filter(each -> (each.integer("reservedConcurrentExecutions") != 0) == on)
          .ifPresent(each -> those.add("function " + name));
    }
    for (Resource mapping : world.account().list(MAPPING, region)) {
      if (mapping.flag("enabled") == on) {
        those.add("mapping of " + mapping.string("functionName"));
      }
    }
    for (String name : NAMES.rules()) {
      world
          .account()
          .find(RULE, region, name)
          .filter(each -> !each.string("state").equals("DISABLED") == on)
          .ifPresent(each -> those.add("rule " + name));
    }
    return those;
  }
}
