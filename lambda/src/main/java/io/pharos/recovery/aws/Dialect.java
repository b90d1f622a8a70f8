package io.pharos.recovery.aws;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How the marker speaks with each engine: over TLS always, in one statement per row. */
enum Dialect {
  /**
   * MySQL assigns from left to right, so that the row's own time comes last.
   *
   * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/insert-on-duplicate.html">INSERT ... ON
   *     DUPLICATE KEY UPDATE</a>
   */
  MYSQL(
      "mysql",
      "SELECT 1 - @@global.read_only",
      "INSERT INTO pharos_marker (writer, written_millis) VALUES (?, ?)"
          + " ON DUPLICATE KEY UPDATE"
          + " silent_from_millis = IF(VALUES(written_millis) - written_millis > "
          + DatabaseSession.SILENCE.toMillis()
          + ", written_millis, silent_from_millis),"
          + " silent_to_millis = IF(VALUES(written_millis) - written_millis > "
          + DatabaseSession.SILENCE.toMillis()
          + ", VALUES(written_millis), silent_to_millis),"
          + " written_millis = VALUES(written_millis)") {
    @Override
    Connection connect(DatabaseAddress address, Duration timeout) throws SQLException {
      return connectToMysql(address, timeout);
    }

    @Override
    boolean noSuchTable(SQLException e) {
      return e.getErrorCode() == MYSQL_NO_SUCH_TABLE;
    }
  },

  /**
   * What a reader of Aurora says of itself.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Reference.ParameterGroups.html">innodb_read_only</a>
   */
  AURORA_MYSQL("aurora-mysql", "SELECT 1 - @@global.innodb_read_only", MYSQL.write) {
    @Override
    Connection connect(DatabaseAddress address, Duration timeout) throws SQLException {
      return connectToMysql(address, timeout);
    }

    @Override
    boolean noSuchTable(SQLException e) {
      return MYSQL.noSuchTable(e);
    }
  },

  /**
   * PostgreSQL reads the row as it was before, whatever the order. A replica is in recovery.
   *
   * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html">Recovery
   *     information functions</a>
   */
  POSTGRES(
      "postgres",
      "SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE 1 END",
      "INSERT INTO pharos_marker AS kept (writer, written_millis) VALUES (?, ?)"
          + " ON CONFLICT (writer) DO UPDATE SET"
          + " silent_from_millis = CASE WHEN excluded.written_millis - kept.written_millis > "
          + DatabaseSession.SILENCE.toMillis()
          + " THEN kept.written_millis ELSE kept.silent_from_millis END,"
          + " silent_to_millis = CASE WHEN excluded.written_millis - kept.written_millis > "
          + DatabaseSession.SILENCE.toMillis()
          + " THEN excluded.written_millis ELSE kept.silent_to_millis END,"
          + " written_millis = excluded.written_millis") {
    @Override
    Connection connect(DatabaseAddress address, Duration timeout) throws SQLException {
      return connectToPostgres(address, timeout);
    }

    @Override
    boolean noSuchTable(SQLException e) {
      return POSTGRES_UNDEFINED_TABLE.equals(e.getSQLState());
    }
  },

  /** A reader of Aurora is in recovery as a replica is. */
  AURORA_POSTGRESQL("aurora-postgresql", POSTGRES.writable, POSTGRES.write) {
    @Override
    Connection connect(DatabaseAddress address, Duration timeout) throws SQLException {
      return connectToPostgres(address, timeout);
    }

    @Override
    boolean noSuchTable(SQLException e) {
      return POSTGRES.noSuchTable(e);
    }
  };

  static final String CREATE =
      "CREATE TABLE IF NOT EXISTS pharos_marker (writer VARCHAR(63) NOT NULL PRIMARY KEY,"
          + " written_millis BIGINT NOT NULL, silent_from_millis BIGINT, silent_to_millis BIGINT)";
  static final String READ =
      "SELECT writer, written_millis, silent_from_millis, silent_to_millis FROM pharos_marker";

  private static final int MYSQL_NO_SUCH_TABLE = 1146;
  private static final String POSTGRES_UNDEFINED_TABLE = "42P01";

  private final String engine;
  private final String writable;
  private final String write;

  Dialect(String engine, String writable, String write) {
    this.engine = engine;
    this.writable = writable;
    this.write = write;
  }

  static Optional<Dialect> of(String engine) {
    for (Dialect dialect : values()) {
      if (dialect.engine.equals(engine)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  /** A query whose answer is 1 where the database accepts writes. */
  String writable() {
    return writable;
  }

  /** A statement with two parameters: writer and time. */
  String write() {
    return write;
  }

  abstract Connection connect(DatabaseAddress address, Duration timeout) throws SQLException;

  abstract boolean noSuchTable(SQLException e);

  private static Connection connectToMysql(DatabaseAddress address, Duration timeout)
      throws SQLException {
    Properties properties = login(address);
    properties.setProperty("sslMode", "REQUIRED");
    properties.setProperty("connectTimeout", Long.toString(timeout.toMillis()));
    properties.setProperty("socketTimeout", Long.toString(timeout.toMillis()));
    return new com.mysql.cj.jdbc.Driver().connect(url("mysql", address), properties);
  }

  private static Connection connectToPostgres(DatabaseAddress address, Duration timeout)
      throws SQLException {
    Properties properties = login(address);
    properties.setProperty("sslmode", "require");
    String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    // Else it would ask for Kerberos first, with classes that the package leaves out.
    properties.setProperty("gssEncMode", "disable");
    return new org.postgresql.Driver().connect(url("postgresql", address), properties);
  }

  private static Properties login(DatabaseAddress address) {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    return properties;
  }

  private static String url(String scheme, DatabaseAddress address) {
    return "jdbc:"
        + scheme
        + "://"
        + address.host()
        + ":"
        + address.port()
        + "/"
        + address.database();
  }
}
