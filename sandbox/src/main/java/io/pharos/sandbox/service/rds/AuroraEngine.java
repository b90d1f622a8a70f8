package io.pharos.sandbox.service.rds;

import java.util.List;
import java.util.Optional;

/** What RDS knows about Aurora's engines: port, versions, and the family of parameter groups. */
enum AuroraEngine {
  MYSQL("aurora-mysql", Engine.MYSQL, "8\\.0\\.mysql_aurora\\.3\\.\\d{2}\\.\\d{1,2}"),
  POSTGRESQL("aurora-postgresql", Engine.POSTGRES, "1[4-7]\\.\\d{1,2}");

  private final String word;
  private final Engine speaks;
  private final String versions;

  AuroraEngine(String word, Engine speaks, String versions) {
    this.word = word;
    this.speaks = speaks;
    this.versions = versions;
  }

  static Optional<AuroraEngine> of(String word) {
    return List.of(values()).stream().filter(engine -> engine.word.equals(word)).findFirst();
  }

  int port() {
    return speaks.port();
  }

  /** The engine whose protocol and messages it has. */
  Engine speaks() {
    return speaks;
  }

  boolean has(String version) {
    return version.matches(versions);
  }

  /** {@code aurora-mysql8.0}, {@code aurora-postgresql16}. */
  String family(String version) {
    return switch (this) {
      case MYSQL -> word + "8.0";
      case POSTGRESQL -> word + version.split("\\.")[0];
    };
  }
}
