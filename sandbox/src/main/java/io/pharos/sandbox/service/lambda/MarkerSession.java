package io.pharos.sandbox.service.lambda;

import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.MarkerRow;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.DatabaseRefused;
import io.pharos.sandbox.service.RdsConnection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The marker's session with a simulated database: one row per writer. */
final class MarkerSession implements DatabaseSession {
  private static final String ROWS = "pharos/marker/";

  /** One statement and its answer; {@link DatabaseRefused} is thrown by it. */
  private interface Statement<T> {
    T run() throws DatabaseRefused;
  }

  private final RdsConnection connection;
  private final World world;
  private final FunctionCaller caller;

  MarkerSession(RdsConnection connection, World world, FunctionCaller caller) {
    this.connection = connection;
    this.world = world;
    this.caller = caller;
  }

  @Override
  public boolean writable() throws DatabaseUnreachable {
    return run(connection::writable);
  }

  @Override
  public void writeMarker(String writer, Instant time) throws DatabaseUnreachable {
    run(
        () -> {
          Optional<MarkerRow> before = connection.read(ROWS + writer).map(MarkerSession::parse);
          connection.write(
              ROWS + writer, text(before.map(row -> row.next(time)).orElse(MarkerRow.first(time))));
          return true;
        });
  }

  @Override
  public Map<String, MarkerRow> markers() throws DatabaseUnreachable {
    Map<String, MarkerRow> rows = new TreeMap<>();
    run(() -> connection.rows(ROWS))
        .forEach((key, value) -> rows.put(key.substring(ROWS.length()), parse(value)));
    return rows;
  }

  /** A row of the simulated application is called as its table and its number. */
  @Override
  public boolean holdsRows(String table) throws DatabaseUnreachable {
    return run(() -> connection.newest(table + "/")).isPresent();
  }

  @Override
  public void close() {}

  private static String text(MarkerRow row) {
    return row.written()
        + row.silence().map(silence -> " " + silence.from() + " " + silence.to()).orElse("");
  }

  private static MarkerRow parse(String value) {
    String[] parts = value.split(" ");
    return new MarkerRow(
        Instant.parse(parts[0]),
        parts.length == 1
            ? Optional.empty()
            : Optional.of(new MarkerRow.Silence(Instant.parse(parts[1]), Instant.parse(parts[2]))));
  }

  private <T> T run(Statement<T> statement) throws DatabaseUnreachable {
    caller.elapse(world.latency().sample("aws.call", "pharos/marker", caller.now().toEpochMilli()));
    try {
      return statement.run();
    } catch (DatabaseRefused e) {
      throw new DatabaseUnreachable(e.getMessage());
    }
  }
}
