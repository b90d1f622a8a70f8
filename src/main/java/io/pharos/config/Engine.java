package io.pharos.config;

/** The engine of the database. */
public enum Engine implements Choice {
  MYSQL("mysql", 3306, "8.0.43"),
  POSTGRES("postgres", 5432, "17.6");

  private final String word;
  private final int port;
  private final String exampleVersion;

  Engine(String word, int port, String exampleVersion) {
    this.word = word;
    this.port = port;
    this.exampleVersion = exampleVersion;
  }

  @Override
  public String word() {
    return word;
  }

  /** A version that will do where none is asked for: in errors, and in sandboxes. */
  public String exampleVersion() {
    return exampleVersion;
  }

  /** The port the database listens on. */
  public int port() {
    return port;
  }
}
