package io.pharos.config;

/** The engine of the database: an instance of RDS, or a cluster of an Aurora Global Database. */
public enum Engine implements Choice {
  MYSQL("mysql", 3306, "8.0.43", "db.t4g.medium"),
  POSTGRES("postgres", 5432, "17.6", "db.t4g.medium"),
  AURORA_MYSQL("aurora-mysql", 3306, "8.0.mysql_aurora.3.10.0", "db.r7g.large"),
  AURORA_POSTGRESQL("aurora-postgresql", 5432, "16.9", "db.r7g.large");

  private final String word;
  private final int port;
  private final String exampleVersion;
  private final String exampleClass;

  Engine(String word, int port, String exampleVersion, String exampleClass) {
    this.word = word;
    this.port = port;
    this.exampleVersion = exampleVersion;
    this.exampleClass = exampleClass;
  }

  @Override
  public String word() {
    return word;
  }

  /** A version that will do where none is asked for: in errors, and in sandboxes. */
  public String exampleVersion() {
    return exampleVersion;
  }

  /** An instance class that will do, as above. */
  public String exampleClass() {
    return exampleClass;
  }

  /** The port the database listens on. */
  public int port() {
    return port;
  }

  /** Whether it is a cluster of an Aurora Global Database. */
  public boolean aurora() {
    return switch (this) {
      case MYSQL, POSTGRES -> false;
      case AURORA_MYSQL, AURORA_POSTGRESQL -> true;
    };
  }
}
