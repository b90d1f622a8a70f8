package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Closes this Region's own database to its application, because the peer has the traffic: network
 * ACL, quarantine, capacity, each when it is not so yet. Tells people once. A Region whose database
 * is a replica is a standby in order and has nothing to close.
 */
record SelfFence(Aws aws, Environment environment, Table table) {
  /** Which database is closed: the marker does not expect to reach it. */
  static final String DATABASE = "database";

  /**
   * Does what is left to do.
   *
   * @throws Unavailable when a part could not be done; the next minute tries again
   */
  void close() {
    FullFence fence = FullFence.ofOwn(aws, environment);
    Database database = look(fence);
    if (database.replica() || activating(database)) {
      return;
    }
    FullFence.Report report = fence.close();
    Instant now = aws.clock().instant();
    Map<String, AttributeValue> item = table.get(Table.OWN_FENCE);
    if (!Table.text(item, DATABASE).equals(Optional.of(database.identifier()))) {
      table.update(Table.OWN_FENCE).set(DATABASE, database.identifier()).run();
    }
    if (report.changed()) {
      // Not yet told, also when this Region had been fenced before and was opened again.
      table.update(Table.OWN_FENCE).set("fenced", now).remove("told").run();
    }
    if (report.changed() || item.containsKey("fenced") && !item.containsKey("told")) {
      tell(report);
      table.update(Table.OWN_FENCE).set("told", now).run();
    }
    if (!report.missing().isEmpty()) {
      throw new Unavailable(ErrorCode.UNAVAILABLE, "the fence is not complete: " + report.detail());
    }
  }

  /** When nobody can say what the database is, the quick part is the safe side. */
  private Database look(FullFence fence) {
    try {
      return Database.own(aws, environment);
    } catch (SdkException | RecoveryException e) {
      fence.network().close();
      throw e;
    }
  }

  /** Promoted by an operation that has not moved the traffic here yet: the writer to be. */
  private boolean activating(Database database) {
    Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
    return judgement.containsKey("asked")
        && Table.text(judgement, "database").equals(Optional.of(database.identifier()));
  }

  private void tell(FullFence.Report report) {
    new Alert(aws, environment)
        .send(
            environment.region() + " fenced itself",
            environment.region()
                + " is back, and the other Region has the traffic. It keeps its application away"
                + " from the old database, so that nobody writes there: "
                + report.detail()
                + ".\n\nWhat to do next: run `pharos reconcile`. What was written here between"
                + " the return and now is in the missing-data report.");
  }
}
