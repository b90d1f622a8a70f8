package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
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
      return Outcome.succeeded(database.identifier() + " is the writer")
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
      return promote(operation, database);
    }
    return Outcome.waiting(database.identifier() + " is " + database.status());
  }

  private Outcome promote(Operation operation, Database database) {
    // Before the call: who gives up a planned switch must know that it may have been heard.
    new Table(aws, environment)
        .update(Table.JUDGEMENT)
        .set("asked", aws.clock().instant())
        .set("askedBy", operation.id())
        .run();
    try {
      aws.client(RdsClient.class, environment.region())
          .promoteReadReplica(
              promote ->
                  promote
                      .dbInstanceIdentifier(database.identifier())
                      .backupRetentionPeriod(
                          environment.number(Variable.PHAROS_BACKUP_RETENTION_DAYS))
                      .preferredBackupWindow(environment.get(Variable.PHAROS_BACKUP_WINDOW)));
      return Outcome.waiting("promotion of " + database.identifier() + " begins");
    } catch (InvalidDbInstanceStateException e) {
      // Its state changed since we looked, or an earlier call was accepted and its answer lost.
      return Outcome.waiting(database.identifier() + ": " + e.getMessage());
    }
  }
}
