package io.pharos.simulation;

import io.pharos.drill.Probe;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.WakeUpCall;
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
import java.util.HashSet;
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
  private static final List<String> STARTS = List.of("ec2.launch", "ec2.userData", "ecs.startTask");
  private static final double AT_ONCE = 0.1;

  /** Before this, nothing starts but what has been running. */
  private static final Duration ALL_RUNS = Duration.ofSeconds(40);

  /** When a log is uploaded, or a backup begins, for the first time. */
  private static final Duration BACKED_UP = Duration.ofMinutes(5);

  /** So much earlier a run with backups begins: its users have written something by then. */
  private static final Duration USED_BEFORE = Duration.ofSeconds(150);

  private static final Duration WARM_UP = Duration.ofSeconds(120);

  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofSeconds(20);

  /** A fault that would go on when there is nothing left to do is over then. */
  private static final Duration LINGER = Duration.ofSeconds(20);

  /** Too late for whoever would have started an operation at once, and too early for the alarms. */
  private static final Duration RETURNS_AFTER = Duration.ofMinutes(3);

  private final Deployed.Names deployment;
  private final Scenario scenario;
  private final Instant begin;
  private final World world;
  private final Instant disaster;
  private final Breaker breaker;
  private final Databases databases;
  private final Machines machines;
  private final Probe users;
  private final Story story;
  private final boolean telling;
  private final Map<Result.Struck, Integer> struck = new TreeMap<>();
  private final Map<Result.Struck, Integer> later = new TreeMap<>();
  private final Map<String, RecoveryFunction> functions = new HashMap<>();
  private final Set<String> crashed = new HashSet<>();
  private final List<Happened> happened = new ArrayList<>();
  private final List<Incident> aimed = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private Leg leg;
  private Person person;
  private Watch watch;
  private Invariants invariants;
  private boolean wentOn;

  private Run(Deployed deployed, Scenario scenario, Cast cast, boolean telling) {
    this.deployment = deployed.names();
    this.scenario = scenario;
    this.telling = telling;
    Names names = new Names(deployment.app(), deployment.environment());
    Account account = deployed.account();
    cast.edit().accept(account);
    this.begin =
        Course.of(deployment).restores()
            ? Sandbox.EPOCH.plus(BACKED_UP).minus(USED_BEFORE)
            : Sandbox.EPOCH;
    this.world = Sandbox.restore(scenario.seed(), account, begin);
    runsAlready();
    scenario.data().applyTo(world.latency());
    if (deployment.copies()) {
      Copies.hurry(world.latency());
    }
    this.disaster = begin.plus(WARM_UP).plus(scenario.offset());
    this.breaker = new Breaker(world, names);
    this.databases = new Databases(world, names, deployment.engine().aurora());
    this.machines = new Machines(world, names);
    this.story = new Story(telling, world.clock(), disaster);
    for (RecoveryFunction function : RecoveryFunction.values()) {
      functions.put(names.function(function), function);
    }
    Stage stage = world.service(Lambda.class).stage();
    cast.doubles()
        .forEach((function, handler) -> stage.substitute(names.function(function), handler));
    this.users =
        new Probe(
            new SandboxCloud(world).web(),
            world.clock(),
            deployment.scheme(),
            deployment.domain(),
            List.of(
                Names.regionalEndpoint(Position.PRIMARY, deployment.domain()),
                Names.regionalEndpoint(Position.SECONDARY, deployment.domain())));
    stage.watch(this::invoked);
    stage.expect(this::expected);
    stage.watchAbroad(this::abroad);
  }

  /** What a deployment has running starts again in its copy, and nobody has to wait for it. */
  private void runsAlready() {
    STARTS.forEach(figure -> world.latency().scale(figure, AT_ONCE));
    Runnable asEver = () -> STARTS.forEach(figure -> world.latency().scale(figure, 1 / AT_ONCE));
    world.clock().at(begin.plus(ALL_RUNS), "a scenario", asEver);
  }

  static Result of(Deployed deployed, Scenario scenario, Cast cast, boolean telling) {
    return new Run(deployed, scenario, cast, telling).play();
  }

  private Result play() {
    story.tell("deployed: " + deployment.word());
    world.clock().at(begin.plus(scenario.usersCome()), "users", this::usersCome);
    Leg.Site primary = new Leg.Site(deployment.primary(), Position.PRIMARY);
    Leg.Site secondary = new Leg.Site(deployment.secondary(), Position.SECONDARY);
    enter(
        Leg.Task.FAILOVER, primary, secondary, scenario.planned(), disaster, scenario.incidents());
    scenario
        .starts()
        .forEach(
            start ->
                world
                    .clock()
                    .at(disaster.plus(start), "a scenario", () -> person.start("ordered")));
    world.clock().advanceTo(disaster);
    Outcome outcome = playOut();
    Optional<Duration> waited = waited();
    if (outcome == Outcome.RECOVERED && scenario.sequel().isPresent()) {
      wentOn = true;
      outcome = goOn(scenario.sequel().get(), primary, secondary);
    }
    violations.forEach(violation -> story.tell("VIOLATED " + violation));
    story.tell(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    return new Result(
        deployment,
        scenario,
        outcome,
        List.copyOf(violations),
        struck,
        later,
        wentOn,
        EndState.of(world),
        waited,
        story.lines());
  }

  /** From here on this leg's operations, faults and promises count. */
  private void enter(
      Leg.Task task,
      Leg.Site from,
      Leg.Site to,
      boolean planned,
      Instant begin,
      List<Incident> incidents) {
    String old = Databases.identifier(databases.newest(from));
    leg = new Leg(task, from, to, activates(task), planned, begin, old, incidents);
    person = new Person(world, scenario, leg, machines, this::faultsEnd, story::tell);
    watch = new Watch(world, deployment, leg, databases);
    invariants = new Invariants(world, deployment.maxReplicaLagSeconds(), leg, databases, happened);
    aimed.clear();
    for (Incident incident : incidents) {
      if (incident.atStep().isEmpty()) {
        schedule(incident, begin);
      } else {
        aimed.add(incident);
      }
    }
  }

  /** The first time there are only backups; afterwards the primary Region has a replica. */
  private StateMachine activates(Leg.Task task) {
    return task == Leg.Task.FAILOVER && Course.of(deployment).restores()
        ? StateMachine.RESTORE
        : StateMachine.FAILOVER;
  }

  /** Until there is nothing left to do, and what was promised is judged. */
  private Outcome playOut() {
    Instant horizon = leg.begin().plus(leg.horizon());
    untilNothingIsLeft(horizon);
    if (deployment.sources()) {
      sources(horizon).ifPresent(what -> violations.add(new Violation(7, what)));
    }
    violations.addAll(invariants.judge(person, users.log(), watch));
    if (!violations.isEmpty()) {
      return Outcome.VIOLATED;
    }
    return person.done() ? Outcome.RECOVERED : Outcome.STOPPED_SAFELY;
  }

  private void untilNothingIsLeft(Instant horizon) {
    boolean done = false;
    while (!done && world.clock().instant().isBefore(horizon)) {
      world.clock().advanceBy(LOOK);
      done = person.look();
      if (done) {
        int operations = person.operations().size();
        faultsEnd();
        world.clock().advanceBy(SETTLE);
        // An alarm may have started another one meanwhile: that one gets its time as well.
        done = person.look() && person.operations().size() == operations;
      }
    }
  }

  /** What is broken is repaired soon, and nothing else breaks. */
  private void faultsEnd() {
    Instant now = world.clock().instant();
    Instant soon = now.plus(LINGER);
    Instant over = over();
    if (over.isAfter(now)) {
      world.clock().advanceTo(over.isBefore(soon) ? over : soon);
    }
    happened.removeIf(each -> each.from().isAfter(world.clock().instant()));
    heal(happened.stream().map(Happened::incident).filter(Incident::ends).toList());
  }

  /** Beacons switch event sources some time after the operation: they get it where it is needed. */
  private Optional<String> sources(Instant horizon) {
    SourcesPromise promise = new SourcesPromise(world, leg, new Sources(world));
    Instant end = world.clock().instant().plus(SourcesPromise.PATIENCE);
    Optional<String> broken = sources(promise);
    while (broken.isPresent() && world.clock().instant().isBefore(end)) {
      world.clock().advanceBy(SourcesPromise.LOOK);
      untilNothingIsLeft(horizon);
      broken = sources(promise);
    }
    return broken;
  }

  private Optional<String> sources(SourcesPromise promise) {
    List<Probe.Entry> log = users.log();
    boolean promoted = watch.promotionBegan().isPresent();
    return promise.broken(person.moved(), promoted, log.get(log.size() - 1));
  }

  /** What comes after the application has moved to the secondary Region. */
  private Outcome goOn(Sequel sequel, Leg.Site primary, Leg.Site secondary) {
    if (sequel.first() != Sequel.Former.BACK_AFTERWARDS) {
      heal(scenario.incidents());
    }
    world.clock().advanceBy(sequel.calm());
    violations.addAll(invariants.judgeReturned(person, watch));
    if (!violations.isEmpty()) {
      return Outcome.VIOLATED;
    }
    if (sequel.kind() == Sequel.Kind.FAILBACK) {
      next(Leg.Task.FAILBACK, secondary, primary, true, sequel.incidents());
      person.start("the primary Region is back");
      return playOut();
    }
    if (sequel.first() == Sequel.Former.RESEEDED) {
      next(Leg.Task.RESEED, secondary, primary, true, sequel.reseeding());
      person.start("the primary Region is back");
      Outcome outcome = playOut();
      if (outcome != Outcome.RECOVERED) {
        return outcome;
      }
      world.clock().advanceBy(sequel.calm());
    }
    next(Leg.Task.SECOND_FAILOVER, secondary, primary, false, sequel.incidents());
    if (sequel.first() == Sequel.Former.BACK_AFTERWARDS) {
      world.clock().after(RETURNS_AFTER, "a scenario", () -> heal(scenario.incidents()));
    }
    return playOut();
  }

  private void next(
      Leg.Task task, Leg.Site from, Leg.Site to, boolean planned, List<Incident> incidents) {
    story.tell("now: " + task.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    enter(task, from, to, planned, world.clock().instant(), incidents);
  }

  /** What was for good is over after all. */
  private void heal(List<Incident> incidents) {
    Instant now = world.clock().instant();
    incidents.forEach(this::end);
    happened.replaceAll(
        each ->
            incidents.contains(each.incident()) && each.until().isAfter(now)
                ? new Happened(each.incident(), each.from(), now)
                : each);
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
    Happened planned =
        new Happened(incident, origin.plus(incident.from()), origin.plus(incident.until()));
    happened.add(planned);
    world
        .clock()
        .at(
            planned.from(),
            "a scenario",
            () -> {
              if (happened.contains(planned)) {
                begin(incident);
              }
            });
    if (incident.ends()) {
      world.clock().at(planned.until(), "a scenario", () -> end(incident));
    }
  }

  /** What is aimed at a step begins before the step does anything. */
  private void expected(Stage.Asked asked) {
    if (aimed.isEmpty()) {
      return;
    }
    String operation = Json.operation(asked.payload());
    if (operation.isEmpty() || !leg.concerns(asked.region(), operation)) {
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
        .orElse(leg.begin());
  }

  private void usersCome() {
    world
        .clock()
        .every(
            scenario.writeEvery(),
            "users",
            () -> {
              users.tick();
              story.tell(users);
              return true;
            });
  }

  private void begin(Incident incident) {
    story.tell("begins: " + incident);
    breaker.begin(incident);
    if (incident.fault() == Fault.TWO_OPERATIONS && !incident.atStep().isEmpty()) {
      world.clock().after(Duration.ZERO, "a scenario", () -> person.start("not seen the other"));
    }
  }

  private void end(Incident incident) {
    if (breaker.inForce().contains(incident)) {
      story.tell("is over: " + incident);
      breaker.end(incident);
    }
  }

  private void abroad(Stage.Abroad turn) {
    RecoveryFunction function = functions.get(turn.function());
    if (function != null) {
      watch.abroad(function, turn);
    }
  }

  private void invoked(Invoked invoked) {
    RecoveryFunction function = functions.get(invoked.function());
    if (telling) {
      story.tell(invoked, function);
    }
    if (function == null || invoked.payload().equals(WakeUpCall.INPUT)) {
      return;
    }
    String operation = Json.operation(invoked.payload());
    watch.changed(function, invoked, operation);
    if (!leg.concerns(invoked.region(), operation)) {
      return;
    }
    for (Incident incident : breaker.inForce()) {
      if (counts(incident, function, invoked, operation)) {
        (wentOn ? later : struck)
            .merge(new Result.Struck(incident.fault(), function.word()), 1, Integer::sum);
      }
    }
    if (invoked.region().equals(leg.to().region())) {
      watch.invoked(function, invoked, operation, person);
    }
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
}
