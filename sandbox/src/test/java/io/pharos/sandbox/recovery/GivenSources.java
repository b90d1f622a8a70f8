package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.iam.IamTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the application's own program has in both Regions, all of it on: function {@code orders}
 * with a reserve, fed by a queue through its alias and without; {@code mail} with none; a rule. One
 * function and one mapping more are nobody's event sources.
 */
final class GivenSources {
  static final EventSourceNames NAMES =
      new EventSourceNames(List.of("orders", "mail"), List.of("nightly"));
  static final int RESERVED = 5;

  private static final String FUNCTION = "aws:lambda/function:Function";
  private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
  private static final String RULE = "aws:cloudwatch/eventRule:EventRule";

  private GivenSources() {}

  /** Puts them into both Regions, and names them to the runtime. */
  static TwoRegionShop in(TwoRegionShop shop) {
    for (Position position : Position.values()) {
      shop.runtime(position).sources(NAMES);
      put(shop.region(position));
    }
    shop.pass(Duration.ofMinutes(2));
    return shop;
  }

  private static void put(GivenRegion place) {
    String role = GivenRegion.NAMES.global(place.region, "application");
    Resource made =
        place.given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            role,
            "name",
            role,
            "assumeRolePolicy",
            GivenRuntime.trust("lambda.amazonaws.com"));
    function(place, made, "orders", RESERVED);
    function(place, made, "mail", -1);
    function(place, made, "orders-report", -1);
    place.create(
        "aws:lambda/alias:Alias",
        "orders-live",
        "name",
        "live",
        "functionName",
        "orders",
        "functionVersion",
        "$LATEST");
    for (String target : List.of("orders", "orders:live", "orders-report")) {
      place.create(
          MAPPING,
          target,
          "functionName",
          target,
          "eventSourceArn",
          "arn:aws:sqs:" + place.region + ":123456789012:orders");
    }
    place.create(RULE, "nightly", "name", "nightly", "scheduleExpression", "rate(1 day)");
  }

  private static void function(GivenRegion place, Resource role, String name, int reserved) {
    place.create(
        FUNCTION,
        name,
        "name",
        name,
        "code",
        RuntimeArchive.code(),
        "handler",
        "shop.Orders::handleRequest",
        "runtime",
        "java17",
        "role",
        role.string("arn"),
        "reservedConcurrentExecutions",
        reserved);
  }

  /** How everything is now, as somebody would read it who looks. */
  static Map<String, String> state(GivenRegion place) {
    Account account = place.given.world.account();
    Map<String, String> state = new TreeMap<>();
    for (String name : List.of("orders", "mail", "orders-report")) {
      account
          .find(FUNCTION, place.region, name)
          .ifPresent(
              function ->
                  state.put("function " + name, function.string("reservedConcurrentExecutions")));
    }
    for (Resource mapping : account.list(MAPPING, place.region)) {
      state.put("mapping of " + mapping.string("functionName"), mapping.string("state"));
    }
    account
        .find(RULE, place.region, "nightly")
        .ifPresent(rule -> state.put("rule nightly", rule.string("state")));
    return state;
  }

  /** How everything is when it is on, or off; what is not named is on in any case. */
  static Map<String, String> expected(boolean on) {
    String mapping = on ? "Enabled" : "Disabled";
    return new TreeMap<>(
        Map.of(
            "function orders",
            on ? Integer.toString(RESERVED) : "0",
            "function mail",
            on ? "-1" : "0",
            "function orders-report",
            "-1",
            "mapping of orders",
            mapping,
            "mapping of orders:live",
            mapping,
            "mapping of orders-report",
            "Enabled",
            "rule nightly",
            on ? "ENABLED" : "DISABLED"));
  }
}
