package io.pharos.simulation;

import io.pharos.drill.Probe;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.lambda.Invoked;
import io.pharos.sandbox.service.lambda.Stage;
import io.pharos.world.SandboxCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One world, from its first minute to the end of its operations: users who write, faults, the
 * deployed functions and state machines, and a person. Equal scenarios end equally.
 */
final class Run {
  private static final Duration USERS_COME = Duration.ofMinutes(4);
  private static final Duration WARM_UP = Duration.ofMinutes(6);
  private static final Duration SETTLE = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final Duration HORIZON = Duration.ofHours(5);

  private final Deployed.Names deployment;
  private final Scenario scenario;
  private final Names names;
  private final World world;
  private final Instant disaster;
  private final Breaker breaker;
  private final Person person;
  private final Probe users;
  private final Watch watch;
  private final Map<Result.Struck, Integer> struck = new TreeMap<>();
  private final Map<String, RecoveryFunction> functions = new HashMap<>();
  private final Set<String> crashed = new java.util.HashSet<>();
  private final List<String> history = new ArrayList<>();
  private final boolean telling;
  private final List<Happened> happened = new ArrayList<>();
  private final List<Incident> aimed = new ArrayList<>();

  private Run(Deployed deployed, Scenario scenario, Cast cast, boolean telling) {
    this.deployment = deployed.names();
    this.scenario = scenario;
    this.telling = telling;
    this.names = new Names(deployment.app(), deployment.environment());
    Account account = deployed.account();
    cast.edit().accept(account);
    this.world = Sandbox.restore(scenario.seed(), account);
    this.disaster = Sandbox.EPOCH.plus(WARM_UP).plus(scenario.offset());
    this.breaker = new Breaker(world, names);
    for (RecoveryFunction function : RecoveryFunction.values()) {
      functions.put(names.function(function), function);
    }
    cast.doubles()
        .forEach(
            (function, handler) ->
                world.service(Lambda.class).stage().substitute(names.function(function), handler));
    this.person =
        new Person(
            world,
            scenario,
            disaster,
            this::over,
            names,
            deployment.primary(),
            deployment.secondary(),
            this::tell);
    this.users =
        new Probe(
            new SandboxCloud(world).web(),
            world.clock(),
            deployment.scheme(),
            deployment.domain(),
            List.of(
                Names.regionalEndpoint(Position.PRIMARY, deployment.domain()),
                Names.regionalEndpoint(Position.SECONDARY, deployment.domain())));
    this.watch = new Watch(world, deployment, names);
  }

  static Result of(Deployed deployed, Scenario scenario, Cast cast, boolean telling) {
    return new Run(deployed, scenario, cast, telling).play();
  }

  private Result play() {
    world.service(Lambda.class).stage().watch(this::invoked);
    world.clock().at(Sandbox.EPOCH.plus(USERS_COME), "users", this::usersCome);
    world.service(Lambda.class).stage().expect(this::expected);
    for (Incident incident : scenario.incidents()) {
      if (incident.atStep().isEmpty()) {
        schedule(incident, disaster);
      } else {
        aimed.add(incident);
      }
    }
    scenario.starts().forEach(start -> at(start, () -> person.start("ordered")));
    world.clock().advanceTo(disaster);
    Instant horizon = disaster.plus(HORIZON);
    boolean done = false;
    while (!done && world.clock().instant().isBefore(horizon)) {
      world.clock().advanceBy(LOOK);
      done = person.look() && world.clock().instant().isAfter(over());
      if (done) {
        int operations = person.operations().size();
        world.clock().advanceBy(SETTLE);
        // An alarm may have started another one meanwhile: that one gets its time as well.
        done = person.look() && person.operations().size() == operations;
      }
    }
    List<Violation> violations =
        new Invariants(world, deployment, names, scenario, disaster, happened)
            .judge(person, users.log(), watch);
    Outcome outcome =
        !violations.isEmpty()
            ? Outcome.VIOLATED
            : Invariants.succeeded(person.operations())
                ? Outcome.RECOVERED
                : Outcome.STOPPED_SAFELY;
    violations.forEach(violation -> tell("VIOLATED " + violation));
    tell(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    return new Result(
        scenario, outcome, violations, struck, EndState.of(world), waited(), List.copyOf(history));
  }

  private Optional<Duration> waited() {
    List<Probe.Entry> log = users.log();
    int last = log.size() - 1;
    if (!log.get(last).served()) {
      return Optional.empty();
    }
    while (last > 0 && log.get(last - 1).served()) {
      last--;
    }
    Duration since = Duration.between(disaster, log.get(last).at());
    return Optional.of(since.isNegative() ? Duration.ZERO : since);
  }

  /** Times that have passed are now. */
  private void schedule(Incident incident, Instant origin) {
    happened.add(
        new Happened(incident, origin.plus(incident.from()), origin.plus(incident.until())));
    world.clock().at(origin.plus(incident.from()), "a scenario", () -> begin(incident));
    if (incident.ends()) {
      world.clock().at(origin.plus(incident.until()), "a scenario", () -> end(incident));
    }
  }

  /** What is aimed at a step begins before the step does anything. */
  private void expected(Stage.Asked asked) {
    if (aimed.isEmpty()
        || !asked.region().equals(deployment.secondary())
        || Json.operation(asked.payload()).isEmpty()) {
      return;
    }
    RecoveryFunction function = functions.get(asked.function());
    for (Incident incident : List.copyOf(aimed)) {
      if (function != null && incident.atStep().equals(function.word())) {
        aimed.remove(incident);
        Instant now = world.clock().instant();
        happened.add(new Happened(incident, now, now.plus(incident.until())));
        begin(incident);
        world.clock().at(now.plus(incident.until()), "a scenario", () -> end(incident));
      }
    }
  }

  /** When the last fault that ends has ended, as far as they have begun. */
  private Instant over() {
    return happened.stream()
        .map(each -> each.incident().ends() ? each.until() : each.from())
        .max(Instant::compareTo)
        .orElse(disaster);
  }

  private void at(Duration sinceDisaster, Runnable action) {
    world.clock().at(disaster.plus(sinceDisaster), "a scenario", action);
  }

  private void usersCome() {
    world
        .clock()
        .every(
            scenario.writeEvery(),
            "users",
            () -> {
              users.tick();
              if (telling) {
                tellUsers();
              }
              return true;
            });
  }

  private void begin(Incident incident) {
    tell("begins: " + incident);
    breaker.begin(incident);
    if (incident.fault() == Fault.TWO_OPERATIONS && !incident.atStep().isEmpty()) {
      world.clock().after(Duration.ZERO, "a scenario", () -> person.start("not seen the other"));
    }
  }

  private void end(Incident incident) {
    tell("is over: " + incident);
    breaker.end(incident);
  }

  private void invoked(Invoked invoked) {
    RecoveryFunction function = functions.get(invoked.function());
    if (function == null || !invoked.region().equals(deployment.secondary())) {
      tell(invoked);
      return;
    }
    String operation = Json.operation(invoked.payload());
    for (Incident incident : breaker.inForce()) {
      if (counts(incident, function, invoked, operation)) {
        struck.merge(new Result.Struck(incident.fault(), function.word()), 1, Integer::sum);
      }
    }
    tell(invoked);
    watch.invoked(function, invoked, operation, person);
    crash(function, invoked, operation);
  }

  private static boolean counts(
      Incident incident, RecoveryFunction function, Invoked invoked, String operation) {
    return switch (incident.fault()) {
      case DELIVERED_TWICE -> invoked.again();
      case ORCHESTRATOR_CRASH -> !operation.isEmpty() && incident.what().equals(function.word());
      default -> true;
    };
  }

  /** Once per incident, between the end of its step and the next one. */
  private void crash(RecoveryFunction function, Invoked invoked, String operation) {
    for (Incident incident : breaker.inForce()) {
      if (incident.fault() == Fault.ORCHESTRATOR_CRASH
          && incident.what().equals(function.word())
          && !operation.isEmpty()
          && crashed.add(incident.toString())) {
        world
            .clock()
            .after(invoked.result().took().plusMillis(1), "a crash", () -> person.crash(operation));
      }
    }
  }

  private void tell(Invoked invoked) {
    if (telling) {
      RecoveryFunction function = functions.get(invoked.function());
      String operation = Json.operation(invoked.payload());
      if (operation.isEmpty() && !invoked.result().failed()) {
        return;
      }
      tell(
          "%-9s %-24s %s%s %s (%.1f s)"
              .formatted(
                  function == null ? invoked.function() : function.word(),
                  operation.isEmpty() ? "every minute in " + invoked.region() : operation,
                  invoked.again() ? "again: " : "",
                  invoked.result().failed() ? "FAILED" : "",
                  Json.detail(invoked.result().payload()),
                  invoked.result().took().toMillis() / 1000.0));
    }
  }

  private String lastView = "";

  private void tellUsers() {
    Probe.Entry entry = users.log().get(users.log().size() - 1);
    String view =
        (entry.served() ? "served by " + entry.region() : "not served: " + entry.failure())
            + (entry.writers().isEmpty() ? "" : "; writers " + entry.writers());
    if (!view.equals(lastView)) {
      tell("users     " + view);
      lastView = view;
    }
  }

  private void tell(String what) {
    if (telling) {
      double seconds = Duration.between(disaster, world.clock().instant()).toMillis() / 1000.0;
      history.add(String.format(Locale.ROOT, "%+9.1f s  %s", seconds, what));
    }
  }
}
