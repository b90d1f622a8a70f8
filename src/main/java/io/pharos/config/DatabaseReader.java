package io.pharos.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code pharos:database}. */
final class DatabaseReader {
  private static final Rule MYSQL_VERSION =
      Rule.matching(
          "8\\.[04]\\.\\d{1,2}",
          "an exact version of MySQL 8.0 or 8.4, so that both Regions run the same",
          Engine.MYSQL.exampleVersion());
  private static final Rule POSTGRES_VERSION =
      Rule.matching(
          "1[4-7]\\.\\d{1,2}",
          "an exact version of PostgreSQL 14 to 17, so that both Regions run the same",
          Engine.POSTGRES.exampleVersion());
  private static final Rule AURORA_MYSQL_VERSION =
      Rule.matching(
          "8\\.0\\.mysql_aurora\\.3\\.(0[4-9]|[1-9]\\d)\\.\\d{1,2}",
          "an exact version of Aurora MySQL 3.04 at least, which tells how far a Region is behind",
          Engine.AURORA_MYSQL.exampleVersion());
  private static final Rule AURORA_POSTGRESQL_VERSION =
      Rule.matching(
          "1[4-7]\\.\\d{1,2}",
          "an exact version of Aurora PostgreSQL 14 to 17, so that both Regions run the same",
          Engine.AURORA_POSTGRESQL.exampleVersion());

  /**
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html
   */
  private static final Rule AURORA_CLASS =
      Rule.matching(
          "db\\.(r[5-9][a-z0-9]*|x2[a-z0-9]*)\\.[a-z0-9]+",
          "a memory-optimized class from db.r5 on: a global database has no burstable ones",
          Engine.AURORA_MYSQL.exampleClass());

  static final Rule CLASS =
      Rule.matching(
          "db\\.[a-z0-9]+\\.[a-z0-9]+",
          "an RDS instance class, such as db.t4g.medium",
          "db.m7g.large");
  private static final Rule MYSQL_NAME =
      name(
          64,
          Set.of("mysql", "sys", "information_schema", "performance_schema", "innodb"),
          "not one of MySQL's own databases");
  private static final Rule POSTGRES_NAME =
      name(
          63,
          Set.of("postgres", "rdsadmin", "template0", "template1"),
          "not one of PostgreSQL's own databases");
  private static final Rule BACKUP_WINDOW =
      new Rule(
          text -> Window.daily(text).filter(w -> w.minutes() >= 30).isPresent(),
          "hh:mm-hh:mm in UTC, 30 minutes at least",
          "02:00-03:00");
  private static final Rule MAINTENANCE_WINDOW =
      new Rule(
          text ->
              Window.weekly(text).filter(w -> w.minutes() >= 30 && w.minutes() < 1440).isPresent(),
          "ddd:hh:mm-ddd:hh:mm in UTC, between 30 minutes and 24 hours",
          "sun:04:00-sun:05:00");

  private final Section section;

  DatabaseReader(Section section) {
    this.section = section;
  }

  private static Rule name(int longest, Set<String> reserved, String allowed) {
    return Rule.matching(
            "[A-Za-z][A-Za-z0-9_]{0," + (longest - 1) + "}",
            "letters, digits and underscores, starting with a letter, " + longest + " at most",
            "shop")
        .and(name -> !reserved.contains(name.toLowerCase(Locale.ROOT)), allowed);
  }

  DatabaseSettings read() {
    Engine engine = section.choice("engine", Engine.MYSQL);
    boolean mysql = engine == Engine.MYSQL || engine == Engine.AURORA_MYSQL;
    DatabaseSettings database =
        new DatabaseSettings(
            engine,
            section.text("engineVersion", version(engine)),
            section.text("instanceClass", engine.aurora() ? AURORA_CLASS : CLASS),
            storage(engine),
            section.text("name", mysql ? MYSQL_NAME : POSTGRES_NAME),
            section.flag("multiAz", true),
            // 0 would block the next replica: a source needs backups.
            section.optionalInteger("backupRetentionDays", 1, 35, 7).orElse(7),
            section.text("backupWindow", BACKUP_WINDOW, "02:00-03:00"),
            section.text("maintenanceWindow", MAINTENANCE_WINDOW, "sun:04:00-sun:05:00"),
            section.choice("restoreFrom", RestoreFrom.AUTOMATED_BACKUPS));
    checkWindows(database);
    section.close();
    return database;
  }

  private static Rule version(Engine engine) {
    return switch (engine) {
      case MYSQL -> MYSQL_VERSION;
      case POSTGRES -> POSTGRES_VERSION;
      case AURORA_MYSQL -> AURORA_MYSQL_VERSION;
      case AURORA_POSTGRESQL -> AURORA_POSTGRESQL_VERSION;
    };
  }

  private int storage(Engine engine) {
    if (!engine.aurora()) {
      return section.integer("allocatedStorage", 20, 65536, 20);
    }
    if (section.has("allocatedStorage")) {
      section.wrong(
          "allocatedStorage",
          "nothing with Aurora, whose volume grows by itself",
          "(leave it out)");
    }
    return 0;
  }

  private void checkWindows(DatabaseSettings database) {
    if (!section.sound("backupWindow", "maintenanceWindow")) {
      return;
    }
    Optional<Window> backup = Window.daily(database.backupWindow());
    Optional<Window> maintenance = Window.weekly(database.maintenanceWindow());
    if (Window.overlap(backup.orElseThrow(), maintenance.orElseThrow())) {
      section.wrong(
          "maintenanceWindow",
          "a window that does not overlap the backup window " + database.backupWindow(),
          "sun:04:00-sun:05:00");
    }
  }
}
