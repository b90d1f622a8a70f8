package io.pharos.recovery.aws;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A session over TLS with a database whose engine has a {@link Dialect}. */
final class JdbcSession implements DatabaseSession {
  /** A name cannot be a parameter of a statement, so that nothing else may be in it. */
  private static final Pattern TABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

  private static final int WRITTEN = 2;
  private static final int SILENT_FROM = 3;
  private static final int SILENT_TO = 4;

  private final DatabaseAddress address;
  private final Dialect dialect;
  private final Connection connection;

  private JdbcSession(DatabaseAddress address, Dialect dialect, Connection connection) {
    this.address = address;
    this.dialect = dialect;
    this.connection = connection;
  }

  static JdbcSession open(DatabaseAddress address, Duration timeout) throws DatabaseUnreachable {
    Dialect dialect =
        Dialect.of(address.engine())
            .orElseThrow(
                () ->
                    new DatabaseUnreachable(
                        "the marker does not speak '" + address.engine() + "'"));
    try {
      return new JdbcSession(address, dialect, dialect.connect(address, timeout));
    } catch (SQLException e) {
      throw unreachable(address, e);
    }
  }

  @Override
  public boolean writable() throws DatabaseUnreachable {
    try (PreparedStatement select = connection.prepareStatement(dialect.writable());
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getInt(1) == 1;
    } catch (SQLException e) {
      throw unreachable(address, e);
    }
  }

  @Override
  public void writeMarker(String writer, Instant time) throws DatabaseUnreachable {
    try {
      write(writer, time);
    } catch (SQLException e) {
      if (!dialect.noSuchTable(e)) {
        throw unreachable(address, e);
      }
      createAndWrite(writer, time);
    }
  }

  @Override
  public Map<String, MarkerRow> markers() throws DatabaseUnreachable {
    try (PreparedStatement select = connection.prepareStatement(Dialect.READ);
        ResultSet row = select.executeQuery()) {
      Map<String, MarkerRow> rows = new TreeMap<>();
      while (row.next()) {
        long silentTo = row.getLong(SILENT_TO);
        Optional<MarkerRow.Silence> silence =
            row.wasNull()
                ? Optional.empty()
                : Optional.of(
                    new MarkerRow.Silence(
                        Instant.ofEpochMilli(row.getLong(SILENT_FROM)),
                        Instant.ofEpochMilli(silentTo)));
        rows.put(
            row.getString(1), new MarkerRow(Instant.ofEpochMilli(row.getLong(WRITTEN)), silence));
      }
      return rows;
    } catch (SQLException e) {
      if (dialect.noSuchTable(e)) {
        return Map.of();
      }
      throw unreachable(address, e);
    }
  }

  @Override
  public boolean holdsRows(String table) throws DatabaseUnreachable {
    if (!TABLE.matcher(table).matches()) {
      throw new DatabaseUnreachable("no name of a table: " + table);
    }
    try (PreparedStatement select =
            connection.prepareStatement("SELECT 1 FROM " + table + " LIMIT 1");
        ResultSet row = select.executeQuery()) {
      return row.next();
    } catch (SQLException e) {
      if (dialect.noSuchTable(e)) {
        return false;
      }
      throw unreachable(address, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was written is committed; a session that does not close well is gone all the same.
    }
  }

  private void createAndWrite(String writer, Instant time) throws DatabaseUnreachable {
    try (PreparedStatement create = connection.prepareStatement(Dialect.CREATE)) {
      create.executeUpdate();
      write(writer, time);
    } catch (SQLException e) {
      throw unreachable(address, e);
    }
  }

  private void write(String writer, Instant time) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(dialect.write())) {
      insert.setString(1, writer);
      insert.setLong(2, time.toEpochMilli());
      insert.executeUpdate();
    }
  }

  private static DatabaseUnreachable unreachable(DatabaseAddress address, SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new DatabaseUnreachable(
        address + ": " + message + " (SQLState " + e.getSQLState() + ")");
  }
}
