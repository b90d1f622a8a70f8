package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Closes this Region's own database to its application, because the peer has the traffic: network
 * ACL, quarantine, capacity, event sources, each when it is not so yet. Tells people once. A Region
 * whose database is a replica is a standby in order and has nothing to close.
 */
record SelfFence(Aws aws, Environment environment, Table table) {
  /** Which database is closed: the marker does not expect to reach it. */
  static final String DATABASE = "database";

  /** When the database was noted as closed, and when that was last changed. */
  static final String NOTED = "noted";

  static final String FENCED = "fenced";

  /** Which operation had given the traffic to this Region last when its replica was opened. */
  static final String SERVED_BEFORE = "servedBefore";

  /** Since when it is being closed; gone once it is known what had to be done. */
  private static final String CLOSING = "closing";

  /**
   * Does what is left to do.
   *
   * @throws Unavailable when a part could not be done; the next minute tries again
   */
  void close() {
    FullFence fence = FullFence.ofOwn(aws, environment);
    Database database = look(fence);
    if (database.replica()) {
      rejoined(database);
      return;
    }
    if (activating(database)) {
      return;
    }
    Map<String, AttributeValue> before = table.get(Table.OWN_FENCE);
    boolean known = Table.text(before, DATABASE).equals(Optional.of(database.identifier()));
    // Who closed it came to no end, so nobody was told.
    boolean interrupted = before.containsKey(CLOSING);
    FullFence.Report report = known ? fence.close() : closeNoted(fence, database);
    boolean news = report.changed() || interrupted;
    if (news) {
      // Not yet told, also when this Region had been fenced before and was opened again.
      table
          .update(Table.OWN_FENCE)
          .set(FENCED, aws.clock().instant())
          .remove("told")
          .remove(MissingData.REPORTED)
          .remove(CLOSING)
          .run();
    } else if (!known) {
      table.update(Table.OWN_FENCE).remove(CLOSING).run();
    }
    if (news || before.containsKey(FENCED) && !before.containsKey("told")) {
      tell(report);
      table.update(Table.OWN_FENCE).set("told", aws.clock().instant()).run();
    }
    // Of no consequence for the fence: what still runs here cannot write.
    SourceSwitch sources = EventSources.own(aws, environment).off();
    if (!report.missing().isEmpty()) {
      throw new Unavailable(ErrorCode.UNAVAILABLE, "the fence is not complete: " + report.detail());
    }
    if (known && !news) {
      new MissingData(aws, environment, table).report(database.identifier(), before);
    }
    OwnSources.require(sources);
  }

  /** Aurora has made a replica of what was closed here; what it had is still to be told. */
  private void rejoined(Database database) {
    Map<String, AttributeValue> before = table.get(Table.OWN_FENCE);
    if (Table.text(before, DATABASE).equals(Optional.of(database.identifier()))) {
      new MissingData(aws, environment, table).report(database.identifier(), before);
    }
  }

  /**
   * Noted first, so that whoever goes on after an end in between tells people. A table that does
   * not take the note does not keep the database open. When it does not take it afterwards either,
   * people are told at once, for nobody would know of it later.
   */
  private FullFence.Report closeNoted(FullFence fence, Database database) {
    try {
      note(database);
      return fence.close();
    } catch (SdkException e) {
      FullFence.Report report = fence.close();
      try {
        note(database);
      } catch (SdkException again) {
        if (report.changed()) {
          tell(report);
        }
        throw again;
      }
      return report;
    }
  }

  private void note(Database database) {
    table
        .update(Table.OWN_FENCE)
        .set(DATABASE, database.identifier())
        .set(CLOSING, aws.clock().instant())
        .set(NOTED, aws.clock().instant())
        .remove(OldWriter.READ)
        .remove(OldWriter.LAST_ROW)
        .remove(OldWriter.SILENT_FROM)
        .remove(OldWriter.SILENT_TO)
        .remove(MissingData.REPORTED)
        .run();
  }

  /**
   * When nobody can say what the database is, the quick part is the safe side; but nobody would
   * open it again to the application of a standby, whose failover would come to nothing.
   */
  private Database look(FullFence fence) {
    try {
      return Database.own(aws, environment);
    } catch (SdkException | RecoveryException e) {
      if (!standsBy()) {
        fence.network().close();
      }
      throw e;
    }
  }

  /** Whether the database was a replica when it was opened, and no operation has served from it. */
  private boolean standsBy() {
    Map<String, AttributeValue> reopened = table.get(Table.REOPENED);
    Optional<String> database = Table.text(reopened, DATABASE);
    Traffic traffic = new Traffic(aws, environment, table);
    // A cluster of Aurora may have served before, and be a replica again since.
    return database.isPresent()
        && (!traffic.served(database.get())
            || traffic.operation().equals(Table.text(reopened, SERVED_BEFORE)));
  }

  /** Promoted by an operation that has not moved the traffic here yet: the writer to be. */
  private boolean activating(Database database) {
    return Announcement.asked(table, database.identifier()).isPresent();
  }

  private void tell(FullFence.Report report) {
    new Alert(aws, environment)
        .send(
            environment.region() + " fenced itself",
            environment.region()
                + " is back, and the other Region has the traffic. It keeps its application away"
                + " from the old database, so that nobody writes there: "
                + report.detail()
                + ".\n\nWhat to do next: run `pharos reconcile`. What was written here and"
                + " is missing there follows in the missing-data report, in a few minutes.");
  }
}
