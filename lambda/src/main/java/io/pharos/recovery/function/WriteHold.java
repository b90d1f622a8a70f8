package io.pharos.recovery.function;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The memory of a hold of writes: which network ACL entries were made for it, so that a release
 * takes away those and no others, and since when nobody has been able to write.
 */
record WriteHold(Table table) {
  private static final String SOURCES = "sources";

  /** Numbers of the entries by their blocks; empty when no writes are held. */
  Map<String, Integer> entries() {
    Map<String, Integer> entries = new TreeMap<>();
    AttributeValue stored = table.get(Table.HOLD).get("entries");
    if (stored != null) {
      stored.m().forEach((cidr, number) -> entries.put(cidr, Integer.valueOf(number.n())));
    }
    return entries;
  }

  /** Since when writes are held; empty when they are not, or not yet completely. */
  Optional<Instant> since() {
    return Table.instant(table.get(Table.HOLD), "since");
  }

  /** Remembers an entry, before it is made: nothing is ever closed that nobody can open. */
  void intend(Operation operation, String cidr, int number) {
    Map<String, Object> entries = new LinkedHashMap<>(entries());
    entries.put(cidr, number);
    table
        .update(Table.HOLD)
        .set("operation", operation.id())
        .set("entries", entries)
        .remove("since")
        .run();
  }

  /** Everything is closed; since an earlier time when it had been before. */
  void complete(Operation operation, Instant now) {
    table.update(Table.HOLD).set("operation", operation.id()).setIfAbsent("since", now).run();
  }

  /** The peer's event sources are about to be switched off, and to be on again at a release. */
  void intendSources(Operation operation) {
    table.update(Table.HOLD).set("operation", operation.id()).set(SOURCES, true).run();
  }

  /** Whether event sources were switched off with the hold. */
  boolean sources() {
    return Table.yes(table.get(Table.HOLD), SOURCES);
  }

  /** The entries are gone; what else belongs to the hold is not. */
  void opened() {
    table.update(Table.HOLD).remove("entries").remove("since").run();
  }

  void forget() {
    table.delete(Table.HOLD);
  }
}
