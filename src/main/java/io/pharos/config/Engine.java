package io.pharos.config;

/** The engine of the database. */
public enum Engine implements Choice {
  MYSQL("mysql", 3306),
  POSTGRES("postgres", 5432);

  private final String word;
  private final int port;

  Engine(String word, int port) {
    this.word = word;
    this.port = port;
  }

  @Override
  public String word() {
    return word;
  }

  /** The port the database listens on. */
  public int port() {
    return port;
  }
}
