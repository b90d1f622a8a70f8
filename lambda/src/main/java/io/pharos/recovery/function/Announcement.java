package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Tells a peer that returns that this Region is getting a writer of its own: from then on the peer
 * keeps its application away from its database. A planned switch holds the writes by itself, and
 * may give them back, so it tells nobody.
 */
record Announcement(Aws aws, Environment environment, Table table) {

  /** Another database has been asked for nothing yet. */
  static ItemUpdate forgotten(ItemUpdate judgement) {
    return judgement.remove("asked").remove("askedBy").remove("announced");
  }

  /** When the promotion of this database was asked for; empty when none was, or another one's. */
  static Optional<Instant> asked(Table table, String database) {
    Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
    return Table.instant(judgement, "asked")
        .filter(at -> Table.text(judgement, "database").equals(Optional.of(database)));
  }

  /** Before the writer is asked for: who gives the operation up must know that it may have been. */
  void remember(Operation operation) {
    table
        .update(Table.JUDGEMENT)
        .set("asked", aws.clock().instant())
        .set("askedBy", operation.id())
        .set("announced", !operation.planned())
        .run();
  }

  /**
   * Says it through the load balancer.
   *
   * @return why it is not told yet; nothing waits for that
   */
  String tell(Operation operation) {
    if (operation.planned()) {
      return "";
    }
    try {
      new Traffic(aws, environment, table).answer(Says.PROMOTES);
      return "";
    } catch (SdkException e) {
      return "; the beacon will say so, because the load balancer does not yet: " + e.getMessage();
    }
  }
}
