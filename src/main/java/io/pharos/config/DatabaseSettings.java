package io.pharos.config;

/**
 * The database, equal in both Regions. Windows are in UTC, as RDS writes them ({@code 02:00-03:00},
 * {@code sun:04:00-sun:05:00}).
 *
 * @param allocatedStorageGib 0 with Aurora, whose volume grows by itself
 * @param multiAz with Aurora a second instance in the primary Region
 * @param restoreFrom what strategy {@code backup-restore} restores from
 */
public record DatabaseSettings(
    Engine engine,
    String engineVersion,
    String instanceClass,
    int allocatedStorageGib,
    String name,
    boolean multiAz,
    int backupRetentionDays,
    String backupWindow,
    String maintenanceWindow,
    RestoreFrom restoreFrom) {

  /** The master user; what it is called is no secret and never changes. */
  public static final String USERNAME = "app";

  public int port() {
    return engine.port();
  }

  /** The parameter group family: {@code mysql8.0}, {@code postgres17}, {@code aurora-mysql8.0}. */
  public String family() {
    String[] version = engineVersion.split("\\.");
    return switch (engine) {
      case MYSQL, AURORA_MYSQL -> engine.word() + version[0] + "." + version[1];
      case POSTGRES, AURORA_POSTGRESQL -> engine.word() + version[0];
    };
  }
}
