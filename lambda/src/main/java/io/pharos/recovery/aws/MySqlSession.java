package io.pharos.recovery.aws;

import com.mysql.cj.jdbc.Driver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * A session with MySQL over TLS. The marker is one row of a table of its own, replaced each time.
 */
final class MySqlSession implements DatabaseSession {
  private static final int NO_SUCH_TABLE = 1146;
  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS pharos_marker"
          + " (id TINYINT NOT NULL PRIMARY KEY, written_millis BIGINT NOT NULL)";
  private static final String WRITE =
      "INSERT INTO pharos_marker (id, written_millis) VALUES (1, ?)"
          + " ON DUPLICATE KEY UPDATE written_millis = VALUES(written_millis)";
  private static final String READ = "SELECT written_millis FROM pharos_marker WHERE id = 1";

  private final DatabaseAddress address;
  private final Connection connection;

  private MySqlSession(DatabaseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  static MySqlSession open(DatabaseAddress address, Duration timeout) throws DatabaseUnreachable {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("sslMode", "REQUIRED");
    properties.setProperty("connectTimeout", Long.toString(timeout.toMillis()));
    properties.setProperty("socketTimeout", Long.toString(timeout.toMillis()));
    String url = "jdbc:mysql://" + address.host() + ":" + address.port() + "/" + address.database();
    try {
      return new MySqlSession(address, new Driver().connect(url, properties));
    } catch (SQLException e) {
      throw unreachable(address, e);
    }
  }

  @Override
  public boolean writable() throws DatabaseUnreachable {
    try (PreparedStatement select = connection.prepareStatement("SELECT @@global.read_only");
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getInt(1) == 0;
    } catch (SQLException e) {
      throw unreachable(address, e);
    }
  }

  @Override
  public void writeMarker(Instant time) throws DatabaseUnreachable {
    try {
      write(time);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_TABLE) {
        throw unreachable(address, e);
      }
      createAndWrite(time);
    }
  }

  @Override
  public Optional<Instant> newestMarker() throws DatabaseUnreachable {
    try (PreparedStatement select = connection.prepareStatement(READ);
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(Instant.ofEpochMilli(row.getLong(1))) : Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE) {
        return Optional.empty();
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

  private void createAndWrite(Instant time) throws DatabaseUnreachable {
    try (PreparedStatement create = connection.prepareStatement(CREATE)) {
      create.executeUpdate();
      write(time);
    } catch (SQLException e) {
      throw unreachable(address, e);
    }
  }

  private void write(Instant time) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
      insert.setLong(1, time.toEpochMilli());
      insert.executeUpdate();
    }
  }

  private static DatabaseUnreachable unreachable(DatabaseAddress address, SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new DatabaseUnreachable(
        address + ": " + message + " (SQLState " + e.getSQLState() + ")");
  }
}
