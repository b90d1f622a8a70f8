package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.Sns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The operator of one leg of a simulated run: starts its operation when nothing else does, and
 * starts it again after it ended badly, a few times.
 */
final class Person {
  /** How often who has seen a crash tries at least. */
  private static final int AFTER_A_CRASH = 6;

  private static final Duration NOBODY_STARTED = Duration.ofMinutes(6);

  /** Whoever tries for the last time repairs what is wrong before, and waits for a moment. */
  private static final Duration A_MOMENT = Duration.ofSeconds(30);

  private final World world;
  private final Scenario scenario;
  private final Leg leg;
  private final Machines machines;
  private final Runnable repair;
  private final Consumer<String> tell;
  private final int alertsBefore;

  /** Operations from before the disaster are this leg's as well: an alarm may be early. */
  private final Instant since;

  private int started;
  private int again;
  private int crashes;
  private Instant repaired = Instant.MIN;
  private boolean accepted;

  Person(
      World world,
      Scenario scenario,
      Leg leg,
      Machines machines,
      Runnable repair,
      Consumer<String> tell) {
    this.world = world;
    this.scenario = scenario;
    this.leg = leg;
    this.machines = machines;
    this.repair = repair;
    this.tell = tell;
    this.since = world.clock().instant();
    this.alertsBefore = world.service(Sns.class).delivered().size();
  }

  /** Every operation of this leg so far, the newest of what a person starts first. */
  List<ExecutionListItem> operations() {
    List<Leg.Place> places = leg.places();
    if (places.size() == 1) {
      return machines.executions(places.get(0), since);
    }
    return places.stream().flatMap(place -> machines.executions(place, since).stream()).toList();
  }

  /** Whether a check said no, before anything was changed. */
  boolean refused(ExecutionListItem operation) {
    return "Refused".equals(machines.error(leg.places().get(0), operation));
  }

  /** Whether an operation was started by somebody who accepted that data may be lost. */
  boolean accepted() {
    return accepted;
  }

  /** Whether an operation says that the Region serves that the application was to move to. */
  boolean moved() {
    return leg.task() != Leg.Task.RESEED && succeeded(leg.failover());
  }

  /** Whether everything has been reached that was wanted. */
  boolean done() {
    Leg.Place main = leg.places().get(0);
    return succeeded(main)
        || leg.task() == Leg.Task.FAILBACK && moved() && succeeded(leg.standbyOfTheOther());
  }

  private boolean succeeded(Leg.Place place) {
    return machines.executions(place, since).stream()
        .anyMatch(each -> each.status() == ExecutionStatus.SUCCEEDED);
  }

  void start(String reason) {
    // Nobody plans with a Region that is gone.
    boolean planned = leg.planned() && world.faults().of(leg.from().region()).isEmpty();
    boolean accepts = scenario.acceptsLoss() && !planned;
    String name = leg.task().operations() + ++started;
    Leg.Place place = place();
    boolean failover = place.equals(leg.failover());
    accepted |= accepts && failover;
    tell.accept(
        "a person starts "
            + place.machine().word()
            + " "
            + name
            + " in "
            + place.region()
            + (accepts && failover ? ", accepting the loss" : ""));
    machines.start(
        place,
        name,
        """
        {"mode":"%s","trigger":"manual","reason":"%s","acceptDataLoss":%s,"acceptedBy":"%s"}"""
            .formatted(
                planned ? "planned" : "unplanned", reason, accepts, accepts ? "operator" : ""));
  }

  /**
   * Where the next operation runs. As {@code pharos failback} says: when the application is back
   * already, only the standby is missing.
   */
  private Leg.Place place() {
    return leg.task() == Leg.Task.FAILBACK && moved()
        ? leg.standbyOfTheOther()
        : leg.places().get(0);
  }

  /** Kills what runs this operation, which is what a crash of the orchestrator comes to. */
  void crash(String operation) {
    for (Leg.Place place : leg.places()) {
      if (machines.kill(place, operation, since)) {
        tell.accept("the orchestrator of " + operation + " dies");
        crashes++;
      }
    }
  }

  private boolean writesHeld() {
    return world.service(Sns.class).delivered().stream()
        .skip(alertsBefore)
        .anyMatch(alert -> alert.message().contains("Writes: HELD"));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * Looks at how things stand, and does something about it.
   *
   * @return whether there is nothing left to do
   */
  boolean look() {
    Instant now = world.clock().instant();
    List<ExecutionListItem> operations = operations();
    if (operations.isEmpty()) {
      if (now.isAfter(leg.begin().plus(NOBODY_STARTED))) {
        start("users are not served");
      }
      return false;
    }
    if (operations.stream().anyMatch(each -> each.status() == ExecutionStatus.RUNNING)) {
      return false;
    }
    if (done()) {
      return true;
    }
    // Whoever has seen a crash, or reads that writes are held, tries until it is well.
    boolean pressing = crashes > 0 || writesHeld();
    int restarts = pressing ? AFTER_A_CRASH + crashes : scenario.restarts();
    if (again >= restarts) {
      return true;
    }
    Instant ended =
        operations.stream().map(ExecutionListItem::stopDate).max(Instant::compareTo).orElseThrow();
    boolean last = again == restarts - 1 || pressing && again >= 2;
    if (last && repaired.isBefore(ended)) {
      repair.run();
      repaired = world.clock().instant();
      return false;
    }
    Instant next = ended.plus(scenario.patience());
    if (last) {
      next = latest(next, repaired.plus(A_MOMENT));
    }
    // As the alert says: the lock of an operation that died ends after ten minutes.
    if (now.isAfter(next) && !(last && machines.locked(place().region()))) {
      again++;
      lookAtReadiness();
      start("again");
    }
    return false;
  }

  /** As the gate advises: {@code pharos ready --now}. */
  private void lookAtReadiness() {
    try {
      world
          .service(Lambda.class)
          .invoke(
              leg.to().region(),
              machines.names().function(RecoveryFunction.READY) + ":" + RecoveryFunction.ALIAS,
              "{}");
    } catch (AwsServiceException e) {
      tell.accept("nobody can look whether the Region is ready: " + e.getMessage());
    }
  }
}
