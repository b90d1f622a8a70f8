package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;

/**
 * Makes this Region's next database generation from the backups that the gate has judged, as of the
 * time that a person has chosen, or else up to the latest time that they reach; or from the copy in
 * the vault that it has judged, which is a snapshot to RDS. From its end on {@code local/} names
 * the restored database. Called until it no longer answers "waiting".
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/AutomatedBackups.PiTR.html">Restoring
 *     to a specified time from a replicated backup</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">RestoreDBInstanceFromDBSnapshot</a>
 */
public final class RestoreDatabase extends Step {
  public RestoreDatabase() {
    this(LiveAws.create());
  }

  public RestoreDatabase(Aws aws) {
    super(aws, RecoveryFunction.RESTORE);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Generations generations = new Generations(aws, environment, table);
    Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
    Optional<String> target = Table.text(judgement, RestoreGate.TARGET);
    Optional<String> backup = Table.text(judgement, RestoreGate.BACKUP);
    if (target.isEmpty() || backup.isEmpty()) {
      return taken(generations);
    }
    Optional<DBInstance> instance = generations.find(environment.region(), target.get());
    if (instance.isEmpty()) {
      return restore(
          operation,
          generations,
          target.get(),
          new Origin(backup.get(), Table.instant(judgement, RestoreGate.CHOSEN)));
    }
    return Database.broken(instance.get().dbInstanceStatus())
        ? again(operation, table, judgement, generations, instance.get())
        : look(generations, instance.get());
  }

  /** With the takeover the judgement has gone; an operation that is started again finds it done. */
  private Outcome taken(Generations generations) {
    String current = generations.currentIdentifier();
    if (new Traffic(aws, environment, new Table(aws, environment)).served(current)) {
      return Outcome.skipped(current + " was restored and has the traffic already")
          .with("database", current);
    }
    throw new Refused(
        ErrorCode.LOSS_UNKNOWN,
        "no gate has judged what would be restored. Nothing was changed. Start the operation"
            + " again");
  }

  /**
   * From what it is made.
   *
   * @param backup the ARN of automated backups, or of a copy, which is a snapshot to RDS
   * @param chosen as of when; empty for as far as the backups reach
   */
  private record Origin(String backup, Optional<Instant> chosen) {

    void restore(RdsClient rds, DatabaseSpecification specification, String target) {
      if (RecoveryPoint.copy(backup)) {
        rds.restoreDBInstanceFromDBSnapshot(
            restore -> {
              specification.apply(restore);
              restore
                  .dbInstanceIdentifier(target)
                  .dbSnapshotIdentifier(RecoveryPoint.snapshot(backup));
            });
      } else {
        rds.restoreDBInstanceToPointInTime(
            restore -> {
              specification.apply(restore);
              restore
                  .targetDBInstanceIdentifier(target)
                  .sourceDBInstanceAutomatedBackupsArn(backup);
              chosen.ifPresentOrElse(
                  restore::restoreTime, () -> restore.useLatestRestorableTime(true));
            });
      }
    }

    @Override
    public String toString() {
      return backup
          + chosen.filter(time -> !RecoveryPoint.copy(backup)).map(t -> " to " + t).orElse("");
    }
  }

  private Outcome restore(
      Operation operation, Generations generations, String target, Origin origin) {
    DatabaseSpecification specification =
        DatabaseSpecification.read(new LocalParameters(aws, environment));
    int number = generations.number(target);
    generations.reserve(number);
    Announcement announcement = new Announcement(aws, environment, new Table(aws, environment));
    announcement.remember(operation);
    try {
      origin.restore(aws.client(RdsClient.class, environment.region()), specification, target);
    } catch (DbInstanceAlreadyExistsException e) {
      // Made by a call whose answer was lost: the next look tells.
      generations.made(number);
      return Outcome.waiting(target + " exists by now").with("database", target);
    }
    generations.made(number);
    return Outcome.waiting(
            target + " is being restored from " + origin + announcement.tell(operation))
        .with("database", target);
  }

  /**
   * What an operation before has left and cannot be used is made anew, from the same backups; what
   * this one has made itself would hardly be better the next time.
   */
  private Outcome again(
      Operation operation,
      Table table,
      Map<String, AttributeValue> judgement,
      Generations generations,
      DBInstance instance) {
    String broken = instance.dbInstanceIdentifier() + " is " + instance.dbInstanceStatus();
    generations.seen(instance);
    if (RestoreGate.judgedBy(judgement).equals(operation.id())) {
      throw new Failed(
          ErrorCode.DATABASE_BROKEN,
          broken
              + " and does not become available by itself: start again, and the next one is made");
    }
    String next = generations.identifier(generations.next());
    RestoreGate.takeOver(table, operation, next);
    return Outcome.waiting(
        broken + ", as an operation before has made it; " + next + " is made in its place");
  }

  private Outcome look(Generations generations, DBInstance instance) {
    String identifier = instance.dbInstanceIdentifier();
    String status = instance.dbInstanceStatus();
    if (!status.equals("available")) {
      return Outcome.waiting(identifier + " is " + status).with("database", identifier);
    }
    LocalParameters parameters = new LocalParameters(aws, environment);
    if (!identifier.equals(generations.currentIdentifier())) {
      Optional<Outcome> finished =
          new Finish(aws, environment, DatabaseSpecification.read(parameters)).next(instance);
      if (finished.isPresent()) {
        return finished.get();
      }
    }
    String endpoint = instance.endpoint().address() + ":" + instance.endpoint().port();
    // The identifier last: it says that the rest is done.
    boolean moved = parameters.put(LocalParameter.DATABASE_ENDPOINT, endpoint);
    moved |= parameters.put(LocalParameter.DATABASE_IDENTIFIER, identifier);
    return (moved
            ? Outcome.succeeded(identifier + " is restored")
            : Outcome.skipped(identifier + " is restored already"))
        .with("database", identifier)
        .with("resourceId", instance.dbiResourceId())
        .with("generation", generations.number(identifier));
  }
}
