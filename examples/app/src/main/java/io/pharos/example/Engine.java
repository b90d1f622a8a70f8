package io.pharos.example;

/** The two engines that Pharos knows, as far as this application sees a difference. */
enum Engine {
  MYSQL(
      "jdbc:mysql://%s/%s?sslMode=REQUIRED&connectTimeout=3000&socketTimeout=5000",
      "SELECT @@global.read_only = 0"),
  POSTGRES(
      "jdbc:postgresql://%s/%s?sslmode=require&connectTimeout=3&socketTimeout=5",
      "SELECT NOT pg_is_in_recovery()");

  private static final int POSTGRES_PORT = 5432;

  private final String url;
  private final String writable;

  Engine(String url, String writable) {
    this.url = url;
    this.writable = writable;
  }

  /** Pharos gives both engines their usual ports. */
  static Engine of(String endpoint) {
    return endpoint.endsWith(":" + POSTGRES_PORT) ? POSTGRES : MYSQL;
  }

  String url(String endpoint, String database) {
    return url.formatted(endpoint, database);
  }

  /** Asks whether the database takes writes, or is a replica. */
  String writableQuery() {
    return writable;
  }
}
