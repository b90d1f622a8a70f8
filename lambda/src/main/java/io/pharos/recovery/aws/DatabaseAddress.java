package io.pharos.recovery.aws;

/** Where a database is and how to log in. */
public record DatabaseAddress(
    String engine, String host, int port, String database, String username, String password) {

  /** The identifier of the DB instance, with which the names of its endpoints begin. */
  public String identifier() {
    int dot = host.indexOf('.');
    return dot < 0 ? host : host.substring(0, dot);
  }

  /** Says where, never how to log in. */
  @Override
  public String toString() {
    return engine + "://" + host + ":" + port + "/" + database;
  }
}
