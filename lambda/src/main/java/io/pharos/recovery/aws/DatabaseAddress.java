package io.pharos.recovery.aws;

/** Where a database is and how to log in. */
public record DatabaseAddress(
    String engine, String host, int port, String database, String username, String password) {

  /** Says where, never how to log in. */
  @Override
  public String toString() {
    return engine + "://" + host + ":" + port + "/" + database;
  }
}
