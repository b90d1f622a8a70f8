package io.pharos.sandbox.recovery;

/** What differs between the engines of the databases in these tests. */
enum GivenEngine {
  MYSQL("mysql", "8.0.43", "mysql8.0", 3306),
  POSTGRES("postgres", "17.6", "postgres17", 5432),
  AURORA_MYSQL("aurora-mysql", "8.0.mysql_aurora.3.10.0", "aurora-mysql8.0", 3306);

  final String word;
  final String version;
  final String family;
  final int port;

  GivenEngine(String word, String version, String family, int port) {
    this.word = word;
    this.version = version;
    this.family = family;
    this.port = port;
  }

  boolean aurora() {
    return this == AURORA_MYSQL;
  }
}
