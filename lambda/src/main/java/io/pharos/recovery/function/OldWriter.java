package io.pharos.recovery.function;

import io.pharos.recovery.aws.MarkerRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A database that this Region closed to its application, as the marker finds it: the last signs of
 * its having been written, kept beside the fence for the {@link MissingData} report.
 */
record OldWriter(Table table, String identifier) {
  static final String READ = "lastRead";
  static final String LAST_ROW = "lastRow";
  static final String SILENT_FROM = "silentFrom";
  static final String SILENT_TO = "silentTo";

  /** Whether it is this database that is closed: nobody writes there, nor should. */
  boolean fenced() {
    return fenced(table.get(Table.OWN_FENCE));
  }

  private boolean fenced(Map<String, AttributeValue> fence) {
    return Table.text(fence, SelfFence.DATABASE).equals(Optional.of(identifier));
  }

  /**
   * Whether these are the rows of its successor: another writer has written since this one was
   * closed.
   */
  boolean madeAnew(Map<String, MarkerRow> rows) {
    Instant closed =
        Table.instant(table.get(Table.OWN_FENCE), SelfFence.NOTED).orElse(Instant.EPOCH);
    return rows.entrySet().stream()
        .anyMatch(
            row -> !row.getKey().equals(identifier) && row.getValue().written().isAfter(closed));
  }

  /** Keeps what its own row says, once. */
  Outcome keep(Map<String, MarkerRow> rows, Instant now) {
    if (!table.get(Table.OWN_FENCE).containsKey(READ)) {
      ItemUpdate update = table.update(Table.OWN_FENCE).set(READ, now);
      Optional.ofNullable(rows.get(identifier))
          .ifPresent(
              row -> {
                update.set(LAST_ROW, row.written());
                row.silence()
                    .ifPresent(
                        silence ->
                            update.set(SILENT_FROM, silence.from()).set(SILENT_TO, silence.to()));
              });
      update.run();
    }
    return Outcome.skipped("the database is closed, and nothing is written there any more");
  }
}
