package io.pharos.simulation;

import io.pharos.config.ComputeKind;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws scenarios for a standby that has backups and no database: a disaster or a person who moves
 * the application without one, and faults at the steps of a restore. Nothing is planned there, and
 * no alarm starts anything.
 */
final class RestoreDice {
  /** Logs are uploaded every five minutes: how long ago the last upload was differs. */
  private static final int SOMETIMES_LATER_MINUTES = 2;

  private static final List<String> SERVICES =
      List.of(
          "dynamodb",
          "rds",
          "ec2",
          "autoscaling",
          "elasticloadbalancing",
          "cloudwatch",
          "events",
          "ssm",
          "secretsmanager",
          "sns");

  private static final List<Fault> FURTHER =
      List.of(
          Fault.BACKUP_CORRUPT,
          Fault.BACKUPS_LATE,
          Fault.ADDRESS_LIMIT,
          Fault.NAT_FAILS,
          Fault.TWO_OPERATIONS);

  private final SplittableRandom random;
  private final long seed;
  private final Deployed.Names names;
  private final List<Fault> further;
  private final List<String> services;
  private final List<Incident> incidents = new ArrayList<>();
  private final List<Duration> starts = new ArrayList<>();
  private DataSize data;
  private Duration before;

  RestoreDice(long seed, Deployed.Names names) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.names = names;
    this.further = further(names);
    this.services = services(names);
  }

  private static List<String> services(Deployed.Names names) {
    List<String> all = new ArrayList<>(SERVICES);
    if (names.compute() == ComputeKind.ECS) {
      all.addAll(List.of("ecs", "application-autoscaling"));
    }
    if (names.copies()) {
      all.add("backup");
    }
    return all;
  }

  private static List<Fault> further(Deployed.Names names) {
    List<Fault> all = new ArrayList<>(Fault.besides());
    all.addAll(FURTHER);
    if (names.compute() == ComputeKind.ECS) {
      all.add(Fault.TASKS_UNHEALTHY);
    }
    return all;
  }

  /** When there is something to restore: an upload of the log, or a copy in the vault. */
  static Duration arrived(Deployed.Names names, DataSize data) {
    return names.copies() ? Copies.ARRIVED : data.logArrived();
  }

  Scenario draw() {
    Optional<Aim> aim = Aim.draw(random, Course.of(names));
    data = DataSize.of(random);
    before = arrived(names, data).plusMinutes(random.nextInt(SOMETIMES_LATER_MINUTES));
    Duration offset = Duration.ofMillis(random.nextInt(60_000));
    Duration writeEvery = Duration.ofSeconds(10 + random.nextInt(20));
    Optional<Sequel> sequel = Sequel.of(seed).map(turn -> SequelDice.sequel(seed, turn, names));
    if (sequel.isPresent()) {
      survivable();
    } else {
      aim.ifPresentOrElse(this::around, this::disaster);
    }
    int more = sequel.isPresent() ? 0 : random.nextInt(aim.isPresent() ? 2 : 4);
    for (int i = 0; i < more; i++) {
      strike(further.get(random.nextInt(further.size())), anyStep());
    }
    return new Scenario(
        seed,
        offset.plus(before),
        writeEvery,
        data,
        false,
        incidents,
        starts,
        random.nextInt(3) == 0,
        random.nextInt(4),
        Dice.patience(random),
        sequel,
        Scenario.USERS_COME);
  }

  /** What comes next needs an application that has moved. */
  private void survivable() {
    switch (random.nextInt(4)) {
      case 0 -> lost(Fault.REGION_DEAD, Incident.FOR_EVER);
      case 1 -> lost(Fault.REGION_DEAD, aWhile());
      case 2 -> lost(Fault.REGION_ISOLATED, aWhile());
      default -> byHand();
    }
  }

  /** An operation that gets as far as this step, and the fault as soon as it is there. */
  private void around(Aim aim) {
    if (random.nextInt(4) == 0 || Fault.ofTheOldRegion().contains(aim.fault())) {
      byHand();
    } else {
      lost(Fault.REGION_DEAD, Incident.FOR_EVER);
    }
    strike(aim.fault(), aim.step());
  }

  private void disaster() {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> lost(Fault.REGION_DEAD, Incident.FOR_EVER);
      case 4 -> lost(Fault.REGION_DEAD, aWhile());
      case 5, 6 -> lost(Fault.REGION_ISOLATED, aWhile());
      case 7 -> flapping();
      case 8 -> fenceImpossible();
      default -> byHand();
    }
  }

  /** Away for minutes, or until long after the restore. */
  private Duration aWhile() {
    return Duration.ofSeconds(240 + random.nextInt((int) data.longAway().toSeconds()));
  }

  private void lost(Fault fault, Duration lasting) {
    always(fault, Duration.ZERO, lasting, names.primary(), "");
    // No alarm starts a restore; now and then nobody is there for a while.
    if (random.nextInt(8) > 0) {
      starts.add(Duration.ofSeconds(30 + random.nextInt(120)));
    }
  }

  private void flapping() {
    Duration at = Duration.ZERO;
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      Duration until = at.plusSeconds(20 + random.nextInt(300));
      always(Fault.ALARM_FLAPPING, at, until, names.primary(), "");
      at = until.plusSeconds(20 + random.nextInt(300));
    }
    byHand();
  }

  /** A person moves the application, whether the other Region lives or not. */
  private void byHand() {
    starts.add(Duration.ofSeconds(random.nextInt(120)));
  }

  /** The old Region lives and is seen by its users, but nobody can close its database. */
  private void fenceImpossible() {
    always(Fault.FENCE_IMPOSSIBLE, Duration.ZERO, aWhile(), names.primary(), "ec2");
    byHand();
  }

  private void strike(Fault fault, RecoveryFunction step) {
    String here = names.secondary();
    switch (fault) {
      case ORCHESTRATOR_CRASH -> always(fault, Duration.ZERO, Incident.FOR_EVER, "", step.word());
      case DELIVERED_TWICE -> always(fault, Duration.ZERO, Incident.FOR_EVER, here, step.word());
      case REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING ->
          atStep(step, fault, names.primary(), "", 1);
      case FENCE_IMPOSSIBLE -> atStep(step, fault, names.primary(), "ec2", 1);
      case SERVICE_DOWN -> atStep(step, fault, eitherRegion(), service(), 1);
      case THROTTLING, LATENCY, ANSWER_LOST ->
          atStep(step, fault, eitherRegion(), service(), 0.2 + 0.8 * random.nextDouble());
      case IMAGE_MISSING,
              CAPACITY_SHORT,
              QUOTA_SHORT,
              SECRET_MISSING,
              KEY_DISABLED,
              BACKUP_CORRUPT,
              ADDRESS_LIMIT,
              NAT_FAILS,
              TASKS_UNHEALTHY ->
          atStep(step, fault, here, "", 1);
      case BACKUPS_LATE -> late(step);
      case TWO_OPERATIONS -> atStep(step, fault, "", "", 1);
      case PROMOTION_SLOW,
              PROMOTION_REFUSED,
              LAG_UNKNOWN,
              LAG_TOO_LARGE,
              MOVE_CANCELLED,
              NO_INSTANCE,
              DIALS_STUCK,
              ENTRANCE_STUCK ->
          throw new IllegalArgumentException(fault + " is nothing that a restore meets");
    }
  }

  /**
   * For so long that too much would be lost, or for a moment, which means nothing; where copies are
   * restored, also from the first one on.
   */
  private void late(RecoveryFunction step) {
    boolean noneArrived = names.copies() && random.nextInt(5) < 2;
    if (noneArrived) {
      always(Fault.BACKUPS_LATE, before.negated(), Incident.FOR_EVER, names.secondary(), "");
      return;
    }
    // In a vault five hours have to pass before a copy is too old.
    boolean tooOld = random.nextInt(names.copies() ? 7 : 4) == 0;
    if (!tooOld) {
      atStep(step, Fault.BACKUPS_LATE, names.secondary(), "", 1);
      return;
    }
    Duration limit = Duration.ofSeconds(names.maxReplicaLagSeconds());
    before = arrived(names, data).plus(limit).plusMinutes(6);
    always(
        Fault.BACKUPS_LATE,
        limit.plusSeconds(random.nextInt(300)).negated(),
        Incident.FOR_EVER,
        names.secondary(),
        "");
  }

  private RecoveryFunction anyStep() {
    List<RecoveryFunction> steps = Course.of(names).steps();
    return steps.get(random.nextInt(steps.size()));
  }

  private String eitherRegion() {
    return random.nextInt(5) > 0 ? names.secondary() : names.primary();
  }

  private String service() {
    return services.get(random.nextInt(services.size()));
  }

  private void always(Fault fault, Duration from, Duration until, String region, String what) {
    incidents.add(new Incident(fault, from, until, region, what, 1, ""));
  }

  private void atStep(
      RecoveryFunction step, Fault fault, String region, String what, double share) {
    incidents.add(Incident.during(step, fault, Dice.aWhile(random), region, what, share));
  }
}
