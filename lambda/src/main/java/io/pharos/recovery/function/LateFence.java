package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The fence of an old writer that could not be reached before the promotion, and could later: what
 * was written there in between is lost, and people must be told once, whoever dies on the way.
 */
record LateFence(Table table, Clock clock) {
  private static final String BEGAN = "began";
  private static final String CLOSED = "closed";

  /**
   * Notes that the fence comes after the promotion was asked for, or the traffic taken, when it
   * does.
   *
   * @return whether it does
   */
  boolean begins() {
    Map<String, AttributeValue> traffic = table.get(Table.TRAFFIC);
    boolean taken = Table.yes(traffic, "takenOver") || Table.yes(traffic, "reclaimed");
    return noted(taken || table.get(Table.JUDGEMENT).containsKey("asked"));
  }

  /**
   * The same for a hold of writes, which a planned switch makes before its promotion: it comes late
   * when an operation that could not fence has asked for the promotion and came to no end.
   */
  boolean begins(WriteHold hold) {
    boolean fencedNobody = Table.yes(table.get(Table.JUDGEMENT), "announced");
    return noted(fencedNobody && hold.since().isEmpty());
  }

  private boolean noted(boolean late) {
    if (late) {
      table.update(Table.LATE_FENCE).setIfAbsent(BEGAN, clock.instant()).add("attempts", 1).run();
    }
    return late;
  }

  /**
   * Notes what the fence found.
   *
   * @param changed whether it had anything to do
   * @param complete whether nothing is left to do
   */
  void found(boolean changed, boolean complete) {
    Map<String, AttributeValue> note = table.get(Table.LATE_FENCE);
    // Who closed it before may have died before saying so.
    boolean again = Table.number(note, "attempts").orElse(1.0) > 1;
    if (changed || again && complete) {
      table.update(Table.LATE_FENCE).setIfAbsent(CLOSED, clock.instant()).run();
    } else if (!note.containsKey(CLOSED)) {
      table.update(Table.LATE_FENCE).remove(BEGAN).remove("attempts").run();
    }
  }

  /** Tells people, unless there is nothing to tell. */
  void tell(Aws aws, Environment environment, String peer) {
    if (!table.get(Table.LATE_FENCE).containsKey(CLOSED)) {
      return;
    }
    new Alert(aws, environment)
        .send(
            peer + " was fenced late",
            peer
                + " is back, and the other Region has its application's data: its old database could"
                + " be closed only after the promotion had begun. What was written there in between"
                + " is in the missing-data report.\n\nWhat to do next: read that report before the"
                + " old database is retired.");
    table.delete(Table.LATE_FENCE);
  }
}
