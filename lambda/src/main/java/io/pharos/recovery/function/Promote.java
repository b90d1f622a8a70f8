package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

/**
 * Makes this Region's replica the writer, with automated backups: without them it could have no
 * replica of its own afterwards. Called until it no longer answers "waiting".
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html">
 *     PromoteReadReplica</a>
 */
public final class Promote extends Step {
  /** For as long the fence's finding, that the peer does not answer, is good enough. */
  private static final Duration FENCE_STANDS = Duration.ofSeconds(30);

  public Promote() {
    this(LiveAws.create());
  }

  public Promote(Aws aws) {
    super(aws, RecoveryFunction.PROMOTE);
  }

  @Override
  Outcome act(Operation operation) {
    Database database = Database.own(aws, environment);
    if (database.writer()) {
      return Outcome.succeeded(database.identifier() + " is the writer" + opened(database))
          .with("database", database.identifier());
    }
    if (database.broken()) {
      throw new Failed(
          ErrorCode.DATABASE_BROKEN,
          database.identifier()
              + " is "
              + database.status()
              + " and does not become available by itself: put it right, then start again");
    }
    if (database.replica() && database.available()) {
      return returned(operation).orElseGet(() -> promote(operation, database));
    }
    return Outcome.waiting(database.identifier() + " is " + database.status());
  }

  /**
   * A replica may be in a Region that is still closed: Aurora has made a cluster anew by itself, or
   * nobody has opened the Region since its database was reseeded. Now that it is the writer, it is
   * opened: its users come next.
   */
  private String opened(Database database) {
    Table table = new Table(aws, environment);
    // What no operation has judged may hold old data, and stays closed.
    if (Announcement.asked(table, database.identifier()).isEmpty()) {
      return "";
    }
    OwnNetwork.Opened opened = new OwnNetwork(aws, environment, table).open(Optional.of(database));
    return opened.changed() ? "; " + opened : "";
  }

  /**
   * The replica was busy, and meanwhile the Region that could not be fenced has come back: an alarm
   * has no reason to go on, and a person's operation closes the old writer first.
   *
   * @return empty when nothing speaks against the promotion
   */
  private Optional<Outcome> returned(Operation operation) {
    Table table = new Table(aws, environment);
    if (operation.planned() || table.get(Table.JUDGEMENT).containsKey("asked")) {
      return Optional.empty();
    }
    Map<String, AttributeValue> fence =
        new Journal(table, aws.clock()).step(operation, RecoveryFunction.FENCE);
    boolean pending = Table.text(fence, "outcome").equals(Optional.of(Outcome.Kind.PENDING.word()));
    boolean justNow =
        Table.instant(fence, "ended")
            .filter(at -> aws.clock().instant().isBefore(at.plus(FENCE_STANDS)))
            .isPresent();
    if (!pending || justNow || !new PeerProbe(aws, environment, table).ask(false).reached()) {
      return Optional.empty();
    }
    if (operation.raisedByAlarm()) {
      throw new Refused(
          ErrorCode.PEER_REACHABLE,
          "the peer Region came back before the promotion was asked for, so nothing was promoted."
              + " If users still fail, start the operation by hand");
    }
    return Optional.of(
        Outcome.waiting("the peer Region answers again: its writer is closed first")
            .with("returned", true));
  }

  private Outcome promote(Operation operation, Database database) {
    Announcement announcement = new Announcement(aws, environment, new Table(aws, environment));
    announcement.remember(operation);
    if (environment.aurora()) {
      String begun = new GlobalMove(aws, environment).begin(operation, database);
      return Outcome.waiting(begun + announcement.tell(operation));
    }
    try {
      aws.client(RdsClient.class, environment.region())
          .promoteReadReplica(
              promote ->
                  promote
                      .dbInstanceIdentifier(database.identifier())
                      .backupRetentionPeriod(
                          environment.number(Variable.PHAROS_BACKUP_RETENTION_DAYS))
                      .preferredBackupWindow(environment.get(Variable.PHAROS_BACKUP_WINDOW)));
      return Outcome.waiting(
          "promotion of " + database.identifier() + " begins" + announcement.tell(operation));
    } catch (InvalidDbInstanceStateException e) {
      // Its state changed since we looked, or an earlier call was accepted and its answer lost.
      return Outcome.waiting(database.identifier() + ": " + e.getMessage());
    }
  }
}
