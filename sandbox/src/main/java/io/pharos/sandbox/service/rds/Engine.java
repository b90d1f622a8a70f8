package io.pharos.sandbox.service.rds;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What RDS knows about a database engine: port, versions, parameter group family, and how its
 * replicas report a lag.
 */
enum Engine {
  MYSQL("mysql", 3306, 2, "general-public-license", Map.of("8.0", "8.0.43", "8.4", "8.4.6")),
  MARIADB(
      "mariadb", 3306, 2, "general-public-license", Map.of("10.11", "10.11.14", "11.4", "11.4.8")),
  POSTGRES(
      "postgres",
      5432,
      1,
      "postgresql-license",
      Map.of("14", "14.19", "15", "15.14", "16", "16.10", "17", "17.6"));

  private final String word;
  private final int port;
  private final int majorParts;
  private final String license;
  private final Map<String, String> newest;

  Engine(String word, int port, int majorParts, String license, Map<String, String> newest) {
    this.word = word;
    this.port = port;
    this.majorParts = majorParts;
    this.license = license;
    this.newest = newest;
  }

  static Optional<Engine> of(String word) {
    return List.of(values()).stream().filter(engine -> engine.word.equals(word)).findFirst();
  }

  /** The engine whose protocol and messages one has: also Aurora's. */
  static Engine spokenBy(String word) {
    return AuroraEngine.of(word).map(AuroraEngine::speaks).or(() -> of(word)).orElseThrow();
  }

  int port() {
    return port;
  }

  String license() {
    return license;
  }

  /** The full version that RDS runs when this one is asked for, or empty when it has none. */
  Optional<String> version(String wanted) {
    if (wanted.isEmpty()) {
      return newest.keySet().stream().max(String::compareTo).map(newest::get);
    }
    String full = newest.get(major(wanted));
    if (full == null) {
      return Optional.empty();
    }
    return Optional.of(wanted.equals(major(wanted)) ? full : wanted);
  }

  String family(String version) {
    return word + major(version);
  }

  String optionGroup(String version) {
    return "default:" + word + "-" + major(version).replace('.', '-');
  }

  private String major(String version) {
    List<String> parts = List.of(version.split("\\."));
    return String.join(".", parts.subList(0, Math.min(majorParts, parts.size())));
  }

  /** Whether ReplicaLag is -1 when replication is broken; PostgreSQL's grows instead. */
  boolean lagIsMinusOneWhenBroken() {
    return this != POSTGRES;
  }

  /** What its driver says, before the address. */
  String noConnection() {
    return this == POSTGRES
        ? "The connection attempt failed with"
        : "Communications link failure with";
  }

  String wrongLogin(String user) {
    return this == POSTGRES
        ? "FATAL: password authentication failed for user \"" + user + "\""
        : "Access denied for user '" + user + "' (using password: YES)";
  }

  String unknownDatabase(String name) {
    return this == POSTGRES
        ? "FATAL: database \"" + name + "\" does not exist"
        : "Unknown database '" + name + "'";
  }

  String readOnlyMessage() {
    return this == POSTGRES
        ? "ERROR: cannot execute INSERT in a read-only transaction"
        : "The MySQL server is running with the --read-only option so it cannot execute this"
            + " statement";
  }
}
