package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The gate of an operation that restores the database: lets it pass when there is a backup of the
 * peer's writer here and what is newer than it, at the fault, is within the limit, or when a person
 * who is named accepts the loss. Which database the operation makes, and as of when, is part of its
 * judgement.
 */
record RestoreGate(Aws aws, Environment environment, Table table) {
  /** The figure, and the judgement's, that says from what is restored. */
  static final String BACKUP = "backup";

  /** What the judgement is about: the database to be. */
  static final String TARGET = "database";

  /** The judgement's time to restore to, where a person has chosen it. */
  static final String CHOSEN = "restoreTo";

  private static final String FAULT = "fault";
  private static final String OPERATION = "operation";

  Outcome judge(Operation operation) {
    Generations generations = new Generations(aws, environment, table);
    String current = generations.currentIdentifier();
    if (new Serving(aws, environment, table).took(current)) {
      return Outcome.skipped(current + " is the writer and has the traffic already");
    }
    Optional<Outcome> earlier = judgedBefore(operation, generations);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    refuseUnlessNeeded(operation, generations, current);
    Instant fault = fault(operation);
    Outcome judged = judge(operation, fault, generations);
    remember(operation, judged);
    return Readiness.Latest.of(table, current, aws.clock().instant())
        .map(
            latest ->
                new Outcome(judged.kind(), judged.detail() + "; " + latest.text(), judged.figures())
                    .with("ready", latest.ready()))
        .orElse(judged);
  }

  /** Which operation has judged, and so made, what this judgement is about. */
  static String judgedBy(Map<String, AttributeValue> judgement) {
    return Table.text(judgement, OPERATION).orElseThrow();
  }

  /** What another operation has judged becomes this one's, for another database to be. */
  static void takeOver(Table table, Operation operation, String target) {
    table.update(Table.JUDGEMENT).set(OPERATION, operation.id()).set(TARGET, target).run();
  }

  /** What was restored, or is being restored, was judged before; nothing is left to judge. */
  private Optional<Outcome> judgedBefore(Operation operation, Generations generations) {
    Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
    Optional<String> target = Table.text(judgement, TARGET);
    if (target.isEmpty() || Table.text(judgement, BACKUP).isEmpty()) {
      return Optional.empty();
    }
    Optional<DBInstance> made = generations.find(environment.region(), target.get());
    if (made.filter(found -> !Database.broken(found.dbInstanceStatus())).isEmpty()) {
      made.ifPresent(generations::seen);
      return Optional.empty();
    }
    Optional<Instant> begun = Table.instant(judgement, CHOSEN);
    Optional<Instant> wanted = chosen(operation);
    if (wanted.isPresent() && !wanted.equals(begun)) {
      throw new Refused(
          ErrorCode.TIME_NOT_RESTORABLE,
          "operation "
              + judgedBy(judgement)
              + " has begun to restore "
              + target.get()
              + " to "
              + begun.map(Instant::toString).orElse("the latest time")
              + ", not to "
              + wanted.get()
              + ". Nothing was changed. Without a time, this goes on with what has begun; for"
              + " another one delete that database first (docs/runbooks/restore.md)");
    }
    Outcome passed =
        Outcome.skipped(
                "judged by operation "
                    + judgedBy(judgement)
                    + ", which began to restore "
                    + target.get()
                    + begun.map(time -> " to " + time).orElse(""))
            .with(TARGET, target.get());
    Optional<Instant> fault = Table.instant(judgement, FAULT);
    Optional<Double> bound = Table.number(judgement, JudgeGate.BOUND);
    passed = fault.isPresent() ? passed.with(FAULT, fault.get()) : passed;
    return Optional.of(bound.isPresent() ? passed.with(JudgeGate.BOUND, bound.get()) : passed);
  }

  private void refuseUnlessNeeded(Operation operation, Generations generations, String current) {
    if (operation.planned() || operation.trigger().equals("automatic")) {
      throw new Refused(
          ErrorCode.NOT_APPROVED,
          "a database is restored when a person has decided that the peer Region is lost, neither"
              + " planned nor by an alarm alone: all that is newer than the backup is lost. Nothing"
              + " was changed");
    }
    Optional<DBInstance> database = generations.find(environment.region(), current);
    List<String> quarantine = List.of(environment.get(Variable.PHAROS_QUARANTINE_GROUP));
    boolean open =
        database
            .filter(found -> !OwnNetwork.groups(found).equals(quarantine))
            .filter(found -> !Database.replica(found))
            .isPresent();
    if (open) {
      throw new Refused(
          ErrorCode.REGION_SERVES,
          current
              + " is a writer that no fence has closed, so this Region may be the one that serves."
              + " Nothing was changed. `pharos status` says which Region serves");
    }
  }

  private Instant fault(Operation operation) {
    Optional<Instant> firstFailed = Table.instant(table.get(Table.PROBE), "firstFailed");
    if (operation.raisedByAlarm() && firstFailed.isEmpty()) {
      throw new Refused(
          ErrorCode.PEER_REACHABLE,
          "the peer Region answers the beacon again, so nothing was restored. If users still fail,"
              + " start the operation by hand");
    }
    return firstFailed.orElse(operation.started());
  }

  private Outcome judge(Operation operation, Instant fault, Generations generations) {
    RecoveryPoints points = new RecoveryPoints(aws, environment, table);
    Optional<String> writer = points.writer();
    String database =
        writer.orElseGet(() -> environment.names().database(environment.position().peer(), 1));
    RecoveryPoint newest =
        points
            .of(database)
            .orElseThrow(
                () ->
                    new Refused(
                        ErrorCode.NOTHING_TO_RESTORE,
                        points.none(database)
                            + ". Nothing was changed. Restore by hand what there is"
                            + " (docs/runbooks/restore.md)"));
    int limit = environment.number(Variable.PHAROS_MAX_REPLICA_LAG_SECONDS);
    Optional<Instant> chosen = chosen(operation);
    RecoveryPoint point = chosen.map(time -> restorable(points, time, newest)).orElse(newest);
    Instant to = chosen.filter(time -> !point.copy()).orElse(point.latest());
    double bound = Math.max(0, Figures.seconds(Duration.between(to, fault)));
    String loss =
        "at most "
            + Figures.text(bound)
            + " s of writes are lost ("
            + (point.copy() ? "copy of " : "backup of ")
            + database
            + (point.copy() ? " made at " : chosen.isPresent() ? " as of " : " up to ")
            + to
            + ", fault at "
            + fault
            + ")";
    Optional<Refused> objection = objection(writer, loss, bound, limit);
    objection.ifPresent(refused -> JudgeGate.requireAcceptance(operation, refused));
    Outcome passed =
        Outcome.succeeded(
                objection
                    .map(e -> operation.acceptedBy() + " accepted the loss: " + e.getMessage())
                    .orElse(loss + "; the limit is " + limit + " s"))
            .with(FAULT, fault)
            .with("limitSeconds", limit)
            .with(JudgeGate.BOUND, bound)
            .with(TARGET, generations.identifier(generations.next()))
            .with(BACKUP, point.arn())
            .with("restoredTo", to);
    passed = chosen.isPresent() ? passed.with(CHOSEN, chosen.get()) : passed;
    return objection.isPresent() ? passed.with("acceptedBy", operation.acceptedBy()) : passed;
  }

  /** What a person wants to go back to; empty for as far as the backups reach. */
  private static Optional<Instant> chosen(Operation operation) {
    return Operation.text(operation.input(), CHOSEN)
        .filter(text -> !text.isBlank())
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException e) {
                throw new Failed(
                    ErrorCode.INPUT_INVALID,
                    "'restoreTo' must be a time in ISO 8601, in UTC, not '" + text + "'",
                    e);
              }
            });
  }

  /** Backups reach each time within their window; copies have their own times only. */
  private static RecoveryPoint restorable(
      RecoveryPoints points, Instant time, RecoveryPoint newest) {
    if (newest.copy()) {
      return points
          .asOf(newest.database(), time)
          .orElseThrow(
              () ->
                  notRestorable(
                      "no copy of "
                          + newest.database()
                          + " in the vault is as old as "
                          + time
                          + "; the newest was made at "
                          + newest.latest()));
    }
    if (time.isBefore(newest.earliest()) || time.isAfter(newest.latest())) {
      throw notRestorable(
          "backups of "
              + newest.database()
              + " can be restored to any time from "
              + newest.earliest()
              + " to "
              + newest.latest()
              + ", not to "
              + time);
    }
    return newest;
  }

  private static Refused notRestorable(String why) {
    return new Refused(ErrorCode.TIME_NOT_RESTORABLE, why + ". Nothing was changed");
  }

  private static Optional<Refused> objection(
      Optional<String> writer, String loss, double bound, int limit) {
    if (writer.isEmpty()) {
      return Optional.of(
          new Refused(
              ErrorCode.LOSS_UNKNOWN,
              "the beacon never saw which database the peer writes to, so what would be lost is"
                  + " unknown: "
                  + loss));
    }
    return bound <= limit
        ? Optional.empty()
        : Optional.of(
            new Refused(ErrorCode.LOSS_TOO_LARGE, loss + "; the limit is " + limit + " s"));
  }

  private void remember(Operation operation, Outcome judged) {
    ItemUpdate judgement = table.update(Table.JUDGEMENT).set(OPERATION, operation.id());
    judged.figures().forEach(judgement::set);
    if (!judged.figures().containsKey(CHOSEN)) {
      // Of a judgement before, whose database never came to be.
      judgement.remove(CHOSEN);
    }
    judgement.run();
  }
}
