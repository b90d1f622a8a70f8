package io.pharos.simulation;

import io.pharos.config.ComputeKind;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws scenarios: one main disaster, and up to three faults more at random moments; or one fault
 * at one step, and little else.
 */
final class Dice {
  private static final List<String> SERVICES =
      List.of(
          "dynamodb",
          "rds",
          "ec2",
          "autoscaling",
          "elasticloadbalancing",
          "cloudwatch",
          "ssm",
          "secretsmanager",
          "sns");
  private static final List<Fault> FURTHER =
      List.of(
          Fault.PROMOTION_SLOW,
          Fault.PROMOTION_REFUSED,
          Fault.LAG_UNKNOWN,
          Fault.LAG_TOO_LARGE,
          Fault.TWO_OPERATIONS);

  private static final Set<Fault> CALLS =
      EnumSet.of(Fault.SERVICE_DOWN, Fault.THROTTLING, Fault.LATENCY, Fault.ANSWER_LOST);

  private static final Set<Fault> AIMED =
      EnumSet.of(
          Fault.SERVICE_DOWN,
          Fault.THROTTLING,
          Fault.LATENCY,
          Fault.ANSWER_LOST,
          Fault.IMAGE_MISSING,
          Fault.CAPACITY_SHORT,
          Fault.QUOTA_SHORT,
          Fault.SECRET_MISSING,
          Fault.KEY_DISABLED,
          Fault.PROMOTION_REFUSED,
          Fault.LAG_UNKNOWN,
          Fault.LAG_TOO_LARGE,
          Fault.TASKS_UNHEALTHY,
          Fault.MOVE_CANCELLED,
          Fault.NO_INSTANCE,
          Fault.DIALS_STUCK,
          Fault.ENTRANCE_STUCK);

  /** How much longer than in other runs all is well where only the waiting is measured. */
  private static final Duration RUNS_FOR_A_WHILE = Duration.ofSeconds(220);

  private final SplittableRandom random;
  private final long seed;
  private final Deployed.Names names;
  private final Course course;
  private final List<Fault> further;
  private final List<String> services;
  private final List<Incident> incidents = new ArrayList<>();
  private final List<Duration> starts = new ArrayList<>();
  private boolean planned;
  private Duration before = Duration.ZERO;

  private Dice(long seed, Deployed.Names names) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.names = names;
    this.course = Course.of(names);
    this.further = further(names);
    this.services = services(names);
  }

  private static List<String> services(Deployed.Names names) {
    List<String> all = new ArrayList<>(SERVICES);
    if (names.compute() == ComputeKind.ECS) {
      all.addAll(List.of("ecs", "application-autoscaling"));
    }
    if (names.sources()) {
      all.addAll(List.of("lambda", "events"));
    }
    return all;
  }

  /** What tasks, Aurora and accelerators have, on top of what goes wrong everywhere. */
  private static List<Fault> further(Deployed.Names names) {
    List<Fault> all = new ArrayList<>(Fault.besides());
    all.addAll(FURTHER);
    if (names.compute() == ComputeKind.ECS) {
      all.add(Fault.TASKS_UNHEALTHY);
    }
    if (names.engine().aurora()) {
      all.add(Fault.MOVE_CANCELLED);
      all.add(Fault.NO_INSTANCE);
    }
    if (names.via().accelerates()) {
      all.add(Fault.DIALS_STUCK);
      all.add(Fault.ENTRANCE_STUCK);
    }
    return all;
  }

  static Scenario scenario(long seed, Deployed.Names names) {
    return switch (Course.of(names)) {
      case INSTANCES, TASKS, AURORA -> new Dice(seed, names).draw();
      case RESTORE, RESTORE_TASKS -> new RestoreDice(seed, names).draw();
    };
  }

  /**
   * The active Region is lost at some moment of a minute; users write every second, and look the
   * name up at some moment of it. Where no alarm starts an operation, a person does at once.
   */
  static Scenario onlyTheRegion(long seed, Deployed.Names names) {
    Dice dice = new Dice(seed, names);
    Duration offset = RUNS_FOR_A_WHILE.plusMillis(dice.random.nextInt(60_000));
    dice.add(Fault.REGION_DEAD, 0, -1, names.primary(), "", 1);
    boolean byHand = dice.course.restores();
    return new Scenario(
        seed,
        byHand ? offset.plus(RestoreDice.arrived(names, DataSize.TENS_OF_GIB)) : offset,
        Duration.ofSeconds(1),
        DataSize.TENS_OF_GIB,
        false,
        dice.incidents,
        byHand ? List.of(Duration.ZERO) : List.of(),
        false,
        0,
        Duration.ofMinutes(1),
        Optional.empty(),
        Scenario.USERS_COME.plusSeconds(dice.random.nextInt(60)));
  }

  private Scenario draw() {
    Optional<Aim> aim = Aim.draw(random, course);
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
      another(oneOf(further));
    }
    return new Scenario(
        seed,
        offset.plus(before),
        writeEvery,
        dataSize(),
        planned,
        incidents,
        starts,
        random.nextInt(3) == 0,
        random.nextInt(4),
        patience(random),
        sequel,
        Scenario.USERS_COME);
  }

  /** What takes so much longer to be promoted is often a large database. */
  private DataSize dataSize() {
    DataSize drawn = DataSize.of(random);
    boolean slow = incidents.stream().anyMatch(each -> each.fault() == Fault.PROMOTION_SLOW);
    return slow && random.nextBoolean() ? DataSize.TENS_OF_GIB : drawn;
  }

  /** What comes next needs an application that has moved. */
  private void survivable() {
    switch (random.nextInt(6)) {
      case 0, 1 -> add(Fault.REGION_DEAD, 0, -1, names.primary(), "", 1);
      case 2 -> add(Fault.REGION_DEAD, 0, 240 + random.nextInt(1200), names.primary(), "", 1);
      case 3 -> add(Fault.REGION_ISOLATED, 0, 180 + random.nextInt(1200), names.primary(), "", 1);
      case 4 -> byHand();
      default -> {
        planned = true;
        byHand();
      }
    }
  }

  /** An operation that gets as far as this step, and the fault as soon as it is there. */
  private void around(Aim aim) {
    boolean ofBoth =
        RecoveryFunction.steps().contains(aim.step()) || aim.step() == RecoveryFunction.MARKER;
    planned = !ofBoth || random.nextBoolean();
    if (planned || Fault.ofTheOldRegion().contains(aim.fault())) {
      byHand();
    } else {
      add(Fault.REGION_DEAD, 0, -1, names.primary(), "", 1);
    }
    if (aim.step() == RecoveryFunction.RELEASE) {
      cannotDrain(RecoveryFunction.HOLD);
    }
    strike(aim.fault(), aim.step());
  }

  private void strike(Fault fault, RecoveryFunction step) {
    switch (fault) {
      case ORCHESTRATOR_CRASH -> add(fault, 0, -1, "", step.word(), 1);
      case DELIVERED_TWICE -> add(fault, 0, -1, names.secondary(), step.word(), 1);
      case PROMOTION_SLOW -> another(fault);
      case REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING, FENCE_IMPOSSIBLE ->
          regionFails(fault, step);
      case SERVICE_DOWN,
              THROTTLING,
              LATENCY,
              ANSWER_LOST,
              IMAGE_MISSING,
              CAPACITY_SHORT,
              QUOTA_SHORT,
              SECRET_MISSING,
              KEY_DISABLED,
              PROMOTION_REFUSED,
              LAG_UNKNOWN,
              LAG_TOO_LARGE,
              TASKS_UNHEALTHY,
              MOVE_CANCELLED,
              NO_INSTANCE,
              DIALS_STUCK,
              ENTRANCE_STUCK ->
          aim(fault, step);
      case BACKUP_CORRUPT, BACKUPS_LATE, ADDRESS_LIMIT, NAT_FAILS -> throw ofRestores(fault);
      case TWO_OPERATIONS -> aim(fault, "", "", 1, step);
    }
  }

  private void disaster() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> add(Fault.REGION_DEAD, 0, -1, names.primary(), "", 1);
      case 4 -> add(Fault.REGION_DEAD, 0, 240 + random.nextInt(1200), names.primary(), "", 1);
      case 5, 6 ->
          add(Fault.REGION_ISOLATED, 0, 180 + random.nextInt(1200), names.primary(), "", 1);
      case 7 -> flapping();
      case 8 -> byHand();
      case 9 -> fenceImpossible();
      default -> plannedSwitch();
    }
  }

  /** Away and back, several times; most of the time never for long enough to be an outage. */
  private void flapping() {
    int at = 0;
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      int until = at + 20 + random.nextInt(100);
      add(Fault.ALARM_FLAPPING, at, until, names.primary(), "", 1);
      at = until + 20 + random.nextInt(120);
    }
    if (random.nextBoolean()) {
      add(Fault.REGION_DEAD, at, -1, names.primary(), "", 1);
    }
  }

  /** A person fails over although the active Region lives. */
  private void byHand() {
    starts.add(Duration.ofSeconds(random.nextInt(120)));
  }

  /** Both Regions are well, and the application moves all the same. */
  private void plannedSwitch() {
    planned = true;
    byHand();
    if (random.nextInt(3) == 0) {
      regionFailsMeanwhile();
    }
    if (random.nextInt(3) == 0) {
      // From capacity on users still write for minutes; from the hold on hardly anything is under
      // way.
      cannotDrain(random.nextBoolean() ? RecoveryFunction.CAPACITY : RecoveryFunction.HOLD);
    }
  }

  /** A planned switch does not drain in time, and gives the writes back. */
  private void cannotDrain(RecoveryFunction from) {
    incidents.add(
        Incident.during(
            from, Fault.LAG_TOO_LARGE, Duration.ofSeconds(900), names.secondary(), "", 1));
  }

  /** While people switch over, the old Region fails after all. */
  private void regionFailsMeanwhile() {
    Fault fault = Fault.ofTheOldRegion().get(random.nextInt(Fault.ofTheOldRegion().size()));
    List<RecoveryFunction> steps = RecoveryFunction.plannedSteps();
    RecoveryFunction step =
        random.nextBoolean()
            ? List.of(RecoveryFunction.HOLD, RecoveryFunction.DRAIN, RecoveryFunction.RELEASE)
                .get(random.nextInt(3))
            : steps.get(random.nextInt(steps.size()));
    regionFails(fault, step);
  }

  /** The old Region fails just when a step begins. */
  private void regionFails(Fault fault, RecoveryFunction step) {
    incidents.add(
        Incident.during(
            step,
            fault,
            Duration.ofSeconds(60 + random.nextInt(900)),
            names.primary(),
            fault == Fault.FENCE_IMPOSSIBLE ? "ec2" : "",
            1));
  }

  /** The old Region lives and is seen by its users, but nobody can close its database. */
  private void fenceImpossible() {
    add(Fault.FENCE_IMPOSSIBLE, 0, 300 + random.nextInt(900), names.primary(), "ec2", 1);
    if (random.nextBoolean()) {
      add(Fault.REGION_ISOLATED, 0, 180 + random.nextInt(900), names.primary(), "", 1);
    } else {
      byHand();
    }
  }

  /** At any time, or just when a step begins. */
  private void another(Fault fault) {
    if (AIMED.contains(fault) && random.nextBoolean()) {
      aim(fault, step());
      return;
    }
    int from = random.nextInt(600) - 60;
    int until = from + 30 + random.nextInt(420);
    String region = random.nextInt(5) > 0 ? names.secondary() : names.primary();
    String service = service();
    double share = 0.2 + 0.8 * random.nextDouble();
    switch (fault) {
      case SERVICE_DOWN -> add(fault, from, until, region, service, 1);
      case THROTTLING, LATENCY, ANSWER_LOST -> add(fault, from, until, region, service, share);
      case ORCHESTRATOR_CRASH -> add(fault, 0, -1, "", step().word(), 1);
      case DELIVERED_TWICE -> add(fault, 0, -1, names.secondary(), step().word(), 1);
      case IMAGE_MISSING,
              SECRET_MISSING,
              KEY_DISABLED,
              CAPACITY_SHORT,
              QUOTA_SHORT,
              TASKS_UNHEALTHY,
              MOVE_CANCELLED,
              NO_INSTANCE,
              DIALS_STUCK ->
          add(fault, from, until, names.secondary(), "", 1);
      case ENTRANCE_STUCK -> add(fault, from, until, names.primary(), "", 1);
      case PROMOTION_SLOW -> add(fault, -60, -1, names.secondary(), "", 1);
      case PROMOTION_REFUSED ->
          add(fault, random.nextInt(240), 240 + random.nextInt(600), names.secondary(), "", 1);
      case LAG_UNKNOWN -> add(fault, -60 - random.nextInt(300), 60, names.secondary(), "", 1);
      case LAG_TOO_LARGE -> {
        // More can be lost than anybody allows only when users have been writing for that long.
        before = Duration.ofMinutes(8);
        add(fault, -60 - random.nextInt(480), 60, names.secondary(), "", 1);
      }
      case TWO_OPERATIONS -> {
        int at = random.nextInt(420);
        add(fault, at, at + 60, "", "", 1);
        starts.add(Duration.ofSeconds(at));
        starts.add(Duration.ofSeconds(at).plusMillis(random.nextInt(8000)));
      }
      case BACKUP_CORRUPT, BACKUPS_LATE, ADDRESS_LIMIT, NAT_FAILS -> throw ofRestores(fault);
      case REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING, FENCE_IMPOSSIBLE ->
          throw new IllegalArgumentException(fault + " is a disaster of its own");
    }
  }

  private static IllegalArgumentException ofRestores(Fault fault) {
    return new IllegalArgumentException(fault + " needs a standby that has backups alone");
  }

  private String service() {
    return oneOf(services);
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private RecoveryFunction step() {
    List<RecoveryFunction> steps =
        new ArrayList<>(planned ? RecoveryFunction.plannedSteps() : RecoveryFunction.steps());
    steps.add(RecoveryFunction.MARKER);
    if (planned) {
      steps.add(RecoveryFunction.RELEASE);
    }
    return steps.get(random.nextInt(steps.size()));
  }

  private void add(
      Fault fault, int fromSeconds, int untilSeconds, String region, String what, double share) {
    incidents.add(
        new Incident(
            fault,
            Duration.ofSeconds(fromSeconds),
            untilSeconds < 0 ? Incident.FOR_EVER : Duration.ofSeconds(untilSeconds),
            region,
            what,
            share,
            ""));
  }

  private void aim(Fault fault, RecoveryFunction step) {
    boolean calls = CALLS.contains(fault);
    String region = random.nextInt(5) > 0 ? names.secondary() : names.primary();
    aim(
        fault,
        calls ? region : fault == Fault.ENTRANCE_STUCK ? names.primary() : names.secondary(),
        calls ? service() : "",
        fault == Fault.SERVICE_DOWN || !calls ? 1 : 0.2 + 0.8 * random.nextDouble(),
        step);
  }

  private void aim(Fault fault, String region, String what, double share, RecoveryFunction step) {
    incidents.add(Incident.during(step, fault, aWhile(random), region, what, share));
  }

  /** How long people wait before they start an operation again that ended badly. */
  static Duration patience(SplittableRandom random) {
    return Duration.ofSeconds(20 + random.nextInt(60));
  }

  /** How long a fault lasts that begins with a step. */
  static Duration aWhile(SplittableRandom random) {
    return Duration.ofSeconds(20 + random.nextInt(400));
  }
}
