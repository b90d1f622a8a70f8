package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws how a run goes on: a failback with a fault at one of its own steps, or a second disaster.
 * The primary Region is the one that the application moves to here.
 */
final class SequelDice {
  private static final long SALT = 0x2545F4914F6CDD1DL;
  private static final List<String> SERVICES =
      List.of(
          "dynamodb", "rds", "ec2", "autoscaling", "cloudwatch", "ssm", "secretsmanager", "sns");
  private static final List<Fault> FURTHER =
      List.of(
          Fault.SERVICE_DOWN,
          Fault.THROTTLING,
          Fault.LATENCY,
          Fault.ANSWER_LOST,
          Fault.ORCHESTRATOR_CRASH,
          Fault.DELIVERED_TWICE,
          Fault.CAPACITY_SHORT,
          Fault.QUOTA_SHORT,
          Fault.PROMOTION_REFUSED,
          Fault.LAG_TOO_LARGE);

  private static List<Fault> further(Deployed.Names names) {
    List<Fault> all = new ArrayList<>(FURTHER);
    if (names.engine().aurora()) {
      all.addAll(List.of(Fault.MOVE_CANCELLED, Fault.NO_INSTANCE));
    }
    if (names.via().accelerates()) {
      all.addAll(List.of(Fault.DIALS_STUCK, Fault.ENTRANCE_STUCK));
    }
    return all;
  }

  private final SplittableRandom random;
  private final Deployed.Names names;
  private final List<Fault> further;
  private List<Incident> incidents = new ArrayList<>();

  private SequelDice(long seed, Deployed.Names names) {
    this.random = new SplittableRandom(seed ^ SALT);
    this.names = names;
    this.further = further(names);
  }

  static Sequel sequel(long seed, Sequel.Turn turn, Deployed.Names names) {
    return new SequelDice(seed, names).draw(turn);
  }

  private Sequel draw(Sequel.Turn turn) {
    Duration calm = Duration.ofMinutes(6).plusMillis(random.nextInt(60_000));
    return switch (turn.kind()) {
      case FAILBACK -> {
        turn.aim().ifPresent(aim -> strike(aim.fault(), aim.step()));
        maybeAnother(RecoveryFunction.plannedSteps());
        yield new Sequel(turn.kind(), Sequel.Former.BACK, calm, incidents, List.of());
      }
      case SECOND_DISASTER -> {
        boolean isolated = random.nextInt(3) == 0;
        incidents.add(
            new Incident(
                isolated ? Fault.REGION_ISOLATED : Fault.REGION_DEAD,
                Duration.ZERO,
                isolated ? Duration.ofSeconds(180 + random.nextInt(1200)) : Incident.FOR_EVER,
                names.secondary(),
                "",
                1,
                ""));
        maybeAnother(RecoveryFunction.steps());
        Sequel.Former former =
            switch (random.nextInt(6)) {
              case 0 -> Sequel.Former.BACK;
              case 1 -> Sequel.Former.BACK_AFTERWARDS;
              default -> Sequel.Former.RESEEDED;
            };
        yield new Sequel(turn.kind(), former, calm, incidents, reseeding(former));
      }
    };
  }

  /** One at a step of the new standby, in half of those that have one. */
  private List<Incident> reseeding(Sequel.Former former) {
    if (former != Sequel.Former.RESEEDED) {
      return List.of();
    }
    List<Incident> before = incidents;
    incidents = new ArrayList<>();
    maybeAnother(
        List.of(RecoveryFunction.RESEED, RecoveryFunction.REOPEN, RecoveryFunction.SETTLE));
    List<Incident> reseeding = incidents;
    incidents = before;
    return reseeding;
  }

  private void maybeAnother(List<RecoveryFunction> steps) {
    if (random.nextBoolean()) {
      strike(further.get(random.nextInt(further.size())), steps.get(random.nextInt(steps.size())));
    }
  }

  private void strike(Fault fault, RecoveryFunction step) {
    String to = names.primary();
    switch (fault) {
      case ORCHESTRATOR_CRASH -> always(fault, "", step.word());
      case DELIVERED_TWICE -> always(fault, to, step.word());
      case PROMOTION_SLOW -> always(fault, to, "");
      case REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING ->
          atStep(fault, names.secondary(), "", 1, step);
      case FENCE_IMPOSSIBLE -> atStep(fault, names.secondary(), "ec2", 1, step);
      case SERVICE_DOWN -> atStep(fault, eitherRegion(), service(), 1, step);
      case THROTTLING, LATENCY, ANSWER_LOST ->
          atStep(fault, eitherRegion(), service(), 0.2 + 0.8 * random.nextDouble(), step);
      case IMAGE_MISSING,
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
              BACKUP_CORRUPT,
              BACKUPS_LATE,
              ADDRESS_LIMIT,
              NAT_FAILS,
              DIALS_STUCK ->
          atStep(fault, to, "", 1, step);
      case ENTRANCE_STUCK -> atStep(fault, names.secondary(), "", 1, step);
      case TWO_OPERATIONS -> atStep(fault, "", "", 1, step);
    }
  }

  private String eitherRegion() {
    return random.nextInt(3) > 0 ? names.primary() : names.secondary();
  }

  private String service() {
    return SERVICES.get(random.nextInt(SERVICES.size()));
  }

  private void always(Fault fault, String region, String what) {
    incidents.add(new Incident(fault, Duration.ZERO, Incident.FOR_EVER, region, what, 1, ""));
  }

  private void atStep(
      Fault fault, String region, String what, double share, RecoveryFunction step) {
    incidents.add(Incident.during(step, fault, Dice.aWhile(random), region, what, share));
  }
}
