package io.pharos.recovery.function;

import io.pharos.recovery.aws.MarkerRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Up to where a promoted database has what its former source had: the newest row of that writer.
 * Everything that was committed there before that row is here, because a replica applies commits in
 * their order.
 */
record Inheritance(Table table) {
  private static final String DATABASE = "database";
  private static final String NEWEST = "newest";
  private static final String OPERATION = "operation";
  private static final String STARTED = "started";
  private static final String DRAINED = "drained";

  /**
   * What is known of the old writer.
   *
   * @param database its identifier
   * @param newest the time of its newest row that has arrived
   * @param operation which promoted the new writer, and when that began
   * @param drained whether everything had arrived before the promotion
   */
  record Known(
      String database, Instant newest, String operation, Instant started, boolean drained) {}

  /**
   * Keeps it, once per old writer: its row does not change any more, unless the same cluster of
   * Aurora has been the writer again since.
   */
  void keep(Operation operation, String own, Map<String, MarkerRow> rows) {
    Optional<Map.Entry<String, MarkerRow>> old =
        rows.entrySet().stream()
            .filter(row -> !row.getKey().equals(own))
            .max(Map.Entry.comparingByValue((a, b) -> a.written().compareTo(b.written())));
    if (old.isEmpty()) {
      return;
    }
    Instant newest = old.get().getValue().written();
    if (known(old.get().getKey()).filter(kept -> !kept.newest().isBefore(newest)).isPresent()) {
      return;
    }
    table
        .update(Table.INHERITED)
        .set(DATABASE, old.get().getKey())
        .set(NEWEST, newest)
        .set(OPERATION, operation.id())
        .set(STARTED, operation.started())
        .set(DRAINED, operation.planned())
        .run();
  }

  /** What is known of this old writer; empty when the newest promotion was not from it. */
  Optional<Known> known(String database) {
    return Optional.of(table.get(Table.INHERITED))
        .filter(item -> Table.text(item, DATABASE).equals(Optional.of(database)))
        .map(
            item ->
                new Known(
                    database,
                    Table.instant(item, NEWEST).orElseThrow(),
                    Table.text(item, OPERATION).orElseThrow(),
                    Table.instant(item, STARTED).orElseThrow(),
                    Table.yes(item, DRAINED)));
  }
}
