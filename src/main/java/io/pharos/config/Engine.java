package io.pharos.config;

/** The engine of the database. */
public enum Engine implements Choice {
  MYSQL("mysql", 3306, true),
  POSTGRES("postgres", 5432, false);

  private final String word;
  private final int port;
  private final boolean available;

  Engine(String word, int port, boolean available) {
    this.word = word;
    this.port = port;
    this.available = available;
  }

  @Override
  public String word() {
    return word;
  }

  /** The port the database listens on. */
  public int port() {
    return port;
  }

  @Override
  public boolean available() {
    return available;
  }
}
