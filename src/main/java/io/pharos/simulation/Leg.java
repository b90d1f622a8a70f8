package io.pharos.simulation;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A part of a run that is judged by itself: the application moves from one Region to the other, or
 * a Region becomes a standby while the other one serves.
 *
 * @param from the Region that serves when it begins
 * @param to the Region that is to serve, or to stand by, afterwards; the operations run there
 * @param activates what makes the Region serve that the application moves to
 * @param begin the disaster, or when a person begins
 * @param oldDatabase identifier of the writer that serves when it begins
 * @param incidents what goes wrong in it
 */
record Leg(
    Task task,
    Site from,
    Site to,
    StateMachine activates,
    boolean planned,
    Instant begin,
    String oldDatabase,
    List<Incident> incidents) {

  /** A Region and which of the two it is. */
  record Site(String region, Position position) {}

  /** Where operations of a kind run. */
  record Place(String region, StateMachine machine) {}

  /** What is to be done. */
  enum Task {
    FAILOVER("by-hand-"),
    RESEED("reseed-"),
    FAILBACK("back-"),
    SECOND_FAILOVER("second-");

    private final String operations;

    Task(String operations) {
      this.operations = operations;
    }

    /** How the names begin of the operations that a person starts. */
    String operations() {
      return operations;
    }
  }

  Leg {
    incidents = List.copyOf(incidents);
  }

  /** Where the operations of this leg run, parts of others included; what a person starts first. */
  List<Place> places() {
    return switch (task) {
      case FAILOVER, SECOND_FAILOVER -> List.of(failover());
      case RESEED -> List.of(new Place(to.region(), StateMachine.STANDBY));
      case FAILBACK ->
          List.of(
              new Place(to.region(), StateMachine.FAILBACK),
              failover(),
              new Place(to.region(), StateMachine.STANDBY),
              standbyOfTheOther());
    };
  }

  /** Longer than all attempts may take: a database that is made anew takes hours. */
  Duration horizon() {
    return switch (task) {
      case FAILOVER, SECOND_FAILOVER ->
          activates == StateMachine.RESTORE ? Duration.ofHours(24) : Duration.ofHours(5);
      case RESEED, FAILBACK -> Duration.ofHours(24);
    };
  }

  /** What makes the Region serve that the application moves to. */
  Place failover() {
    return new Place(to.region(), activates);
  }

  /** The last part of a failback, which can be started by itself when only it is missing. */
  Place standbyOfTheOther() {
    return new Place(from.region(), StateMachine.STANDBY);
  }

  /** Whether the Region's steps belong to this leg's operations. */
  boolean concerns(String region, String operation) {
    return region.equals(to.region())
        || task == Task.FAILBACK && region.equals(from.region()) && !operation.isEmpty();
  }
}
