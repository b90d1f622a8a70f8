package io.pharos.sandbox.service.rds;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What runs behind one DB instance: its rows, and for a replica what is on its way. Rows arrive in
 * the order in which they were committed.
 */
final class Database {

  /** A row that the source has sent and this replica does not have yet. */
  /** A row on its way: when it arrives while replication is slow, and when it would as usual. */
  record InFlight(Row row, Instant due, Instant usual) {}

  private final List<Row> rows = new ArrayList<>();
  private final TreeMap<String, Integer> latest = new TreeMap<>();
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private String password;
  private int boots = 1;
  private Instant lastContact;
  private boolean pendingReboot;
  private boolean cut;
  private List<Row> former = List.of();

  /** A new database, or a replica that starts from a copy of its source. */
  Database(List<Row> copied, String password, Instant now) {
    copied.forEach(this::add);
    this.password = password;
    this.lastContact = now;
  }

  void add(Row row) {
    latest.put(row.key(), rows.size());
    rows.add(row);
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  Optional<Row> row(String key) {
    return Optional.ofNullable(latest.get(key)).map(rows::get);
  }

  Optional<Row> newest(String prefix) {
    return latest.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .max(Integer::compare)
        .map(rows::get);
  }

  /** The current rows whose key starts like this, in the order of their keys. */
  List<Row> rows(String prefix) {
    return latest.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> rows.get(entry.getValue()))
        .toList();
  }

  /** Puts a row on its way; it never overtakes an earlier one. Returns when it is due. */
  Instant send(Row row, Instant earliest, Instant usual) {
    Instant due =
        inFlight.isEmpty() || inFlight.getLast().due().isBefore(earliest)
            ? earliest
            : inFlight.getLast().due();
    inFlight.add(new InFlight(row, due, usual));
    return due;
  }

  /**
   * What has arrived by now, and is not a row of this database yet.
   *
   * @param slow whether replication is still slow; if not, what it delayed has caught up
   */
  List<Row> receive(Instant now, boolean slow) {
    List<Row> arrived = new ArrayList<>();
    while (!inFlight.isEmpty() && !arrival(inFlight.getFirst(), slow).isAfter(now)) {
      Row row = inFlight.removeFirst().row();
      add(row);
      arrived.add(row);
    }
    return arrived;
  }

  private static Instant arrival(InFlight row, boolean slow) {
    return slow ? row.due() : row.usual();
  }

  Optional<Row> oldestInFlight() {
    return Optional.ofNullable(inFlight.peekFirst()).map(InFlight::row);
  }

  /** What was on its way is lost, and nothing follows: nobody will send it again. */
  void cutReplication() {
    cut = true;
    inFlight.clear();
  }

  /** Whether replication has ended for good, also while the instance is still being promoted. */
  boolean cut() {
    return cut;
  }

  /** What was on its way is lost; what is sent from now on arrives. */
  void dropInFlight() {
    inFlight.clear();
  }

  /** The same database with other rows: whoever was connected is so no more. */
  Database madeAnew(List<Row> copied, Instant now) {
    Database anew = new Database(copied, password, now);
    anew.boots = boots + 1;
    anew.former = rows();
    return anew;
  }

  /** What it had before it was made anew; empty when it never was. */
  List<Row> former() {
    return former;
  }

  String password() {
    return password;
  }

  void password(String password) {
    this.password = password;
  }

  /** Grows with every restart: a session of an earlier boot is gone. */
  int boots() {
    return boots;
  }

  void reboot() {
    boots++;
  }

  /** Whether its parameter group takes effect with the next restart only. */
  boolean pendingReboot() {
    return pendingReboot;
  }

  void pendingReboot(boolean pending) {
    pendingReboot = pending;
  }

  /** When its newest row was committed; the epoch when it has none. */
  Instant newestCommit() {
    return rows.isEmpty() ? Instant.EPOCH : rows.get(rows.size() - 1).committed();
  }

  Instant lastContact() {
    return lastContact;
  }

  void contact(Instant now) {
    lastContact = now;
  }
}
