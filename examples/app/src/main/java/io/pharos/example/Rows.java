package io.pharos.example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The application's table. It makes the table when it first writes, because a database that is
 * still a replica cannot; and it never keeps a connection that a failover has left behind.
 */
final class Rows implements AutoCloseable {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS shop_rows"
          + " (id VARCHAR(200) PRIMARY KEY, content VARCHAR(2000) NOT NULL)";
  private static final long CONNECT_MILLIS = 3_000;
  private static final long LIFE_MILLIS = 60_000;
  private static final int CONNECTIONS = 8;

  private final HikariDataSource pool;
  private final String writableQuery;
  private volatile boolean made;

  Rows(String url, String user, String password, String writableQuery) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setMaxLifetime(LIFE_MILLIS);
    // A task that starts before its database answers is up, and says so under /dbcheck.
    config.setInitializationFailTimeout(-1);
    this.pool = new HikariDataSource(config);
    this.writableQuery = writableQuery;
  }

  boolean writable() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement ask = connection.createStatement();
        ResultSet answer = ask.executeQuery(writableQuery)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  /** Committed when it returns. */
  void write(String id, String content) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      make(connection);
      inTransaction(connection, () -> put(connection, id, content));
    }
  }

  Optional<String> read(String id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT content FROM shop_rows WHERE id = ?")) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Adds one to a number that starts at nothing, and says what it is now. */
  long count(String id) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      make(connection);
      long[] now = new long[1];
      inTransaction(
          connection,
          () -> {
            now[0] = locked(connection, id) + 1;
            put(connection, id, Long.toString(now[0]));
          });
      return now[0];
    }
  }

  private static long locked(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT content FROM shop_rows WHERE id = ? FOR UPDATE")) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Long.parseLong(row.getString(1)) : 0;
      }
    }
  }

  private static void put(Connection connection, String id, String content) throws SQLException {
    if (change(connection, "UPDATE shop_rows SET content = ? WHERE id = ?", content, id) == 0) {
      change(connection, "INSERT INTO shop_rows (content, id) VALUES (?, ?)", content, id);
    }
  }

  private static int change(Connection connection, String sql, String content, String id)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      change.setString(1, content);
      change.setString(2, id);
      return change.executeUpdate();
    }
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static void inTransaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void make(Connection connection) throws SQLException {
    if (!made) {
      try (Statement create = connection.createStatement()) {
        create.execute(TABLE);
      }
      made = true;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
