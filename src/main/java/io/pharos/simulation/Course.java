package io.pharos.simulation;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Strategy;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How an operation goes in a kind of deployments, and what is to be tried there: each of its faults
 * at each of its steps. What is the same everywhere is tried where most runs are.
 */
public enum Course {
  /** A replica is promoted, and instances start. */
  INSTANCES("failover", failover(), Fault.anywhere(), 4),
  /** A replica is promoted, and tasks start or are renewed; an accelerator leads to them. */
  TASKS("failover-ecs", failover(), ofTasksAndAccelerators(), 2),
  /** The writer of a global database moves; the former one comes back by itself. */
  AURORA(
      "failover-aurora",
      failover(),
      EnumSet.of(
          Fault.REGION_ISOLATED,
          Fault.SERVICE_DOWN,
          Fault.ANSWER_LOST,
          Fault.ORCHESTRATOR_CRASH,
          Fault.DELIVERED_TWICE,
          Fault.PROMOTION_SLOW,
          Fault.PROMOTION_REFUSED,
          Fault.LAG_TOO_LARGE,
          Fault.MOVE_CANCELLED,
          Fault.NO_INSTANCE),
      2),
  /** A database is restored from backups; then instances start. */
  RESTORE("restore", restore(), ofRestores(), 2),
  /** The same, and then tasks start. */
  RESTORE_TASKS("restore-ecs", restore(), ofTasks(), 2);

  private final String word;
  private final List<RecoveryFunction> steps;
  private final List<Aim> aims;
  private final int aimedOneIn;

  Course(String word, List<RecoveryFunction> steps, Set<Fault> faults, int aimedOneIn) {
    this.word = word;
    this.steps = steps;
    this.aims =
        faults.stream().flatMap(fault -> steps.stream().map(step -> new Aim(fault, step))).toList();
    this.aimedOneIn = aimedOneIn;
  }

  /** What is played with this deployment. */
  static Course of(Deployed.Names names) {
    return of(names.strategy(), names.compute(), names.engine());
  }

  static Course of(Strategy strategy, ComputeKind compute, Engine engine) {
    return switch (strategy) {
      case BACKUP_RESTORE ->
          switch (compute) {
            case EC2 -> RESTORE;
            case ECS -> RESTORE_TASKS;
          };
      case PILOT_LIGHT, WARM_STANDBY ->
          switch (engine) {
            case MYSQL, POSTGRES ->
                switch (compute) {
                  case EC2 -> INSTANCES;
                  case ECS -> TASKS;
                };
            case AURORA_MYSQL, AURORA_POSTGRESQL -> AURORA;
          };
    };
  }

  /** Every step of a failover, planned or not. */
  private static List<RecoveryFunction> failover() {
    return Stream.of(
            RecoveryFunction.plannedSteps(),
            List.of(RecoveryFunction.MARKER, RecoveryFunction.RELEASE))
        .flatMap(List::stream)
        .toList();
  }

  private static List<RecoveryFunction> restore() {
    return Stream.concat(
            RecoveryFunction.restoringSteps().stream(), Stream.of(RecoveryFunction.MARKER))
        .toList();
  }

  /** What is not the same with tasks, and what no kind of operation may leave out. */
  private static Set<Fault> ofTasks() {
    Set<Fault> faults = EnumSet.copyOf(Fault.besides());
    faults.removeAll(EnumSet.of(Fault.THROTTLING, Fault.LATENCY, Fault.ANSWER_LOST));
    faults.add(Fault.TASKS_UNHEALTHY);
    return faults;
  }

  private static Set<Fault> ofTasksAndAccelerators() {
    Set<Fault> faults = ofTasks();
    faults.addAll(EnumSet.of(Fault.DIALS_STUCK, Fault.ENTRANCE_STUCK));
    return faults;
  }

  /** Where there is no replica, nothing is promoted and nothing lags. */
  private static Set<Fault> ofRestores() {
    Set<Fault> faults = Fault.anywhere();
    faults.removeAll(
        EnumSet.of(
            Fault.PROMOTION_SLOW, Fault.PROMOTION_REFUSED, Fault.LAG_UNKNOWN, Fault.LAG_TOO_LARGE));
    faults.addAll(EnumSet.range(Fault.BACKUP_CORRUPT, Fault.NAT_FAILS));
    return faults;
  }

  /** Whether its operations restore a database, and promote none. */
  boolean restores() {
    return this == RESTORE || this == RESTORE_TASKS;
  }

  /** As coverage calls it. */
  public String word() {
    return word;
  }

  /** The steps that its operations have, whatever happens. */
  List<RecoveryFunction> steps() {
    return steps;
  }

  /** What is to be tried. */
  List<Aim> aims() {
    return aims;
  }

  /** So many runs have one that is drawn around an aim. */
  int aimedOneIn() {
    return aimedOneIn;
  }
}
