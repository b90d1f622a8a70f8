package io.pharos.config;

import java.util.List;
import java.util.Optional;

/**
 * Backups that AWS Backup makes of the Region that serves, with copies in the other one.
 *
 * @param rules when, and for how long they are kept; one at least
 * @param objects whether the bucket is backed up beside the database
 * @param alarmAfterHours how old the newest copy may be in the Region that stands by
 * @param lock what keeps people from deleting them, where it is wanted
 * @param restoreTest how copies are restored for a test, where that is wanted
 */
public record BackupSettings(
    List<Rule> rules,
    boolean objects,
    int alarmAfterHours,
    Optional<Lock> lock,
    Optional<RestoreTest> restoreTest) {

  /** Within which a job begins, the least that AWS Backup takes; until then it is tried again. */
  public static final int START_MINUTES = 60;

  /**
   * One schedule.
   *
   * @param name unique among the rules
   * @param at when jobs may start, {@code cron(...)} in UTC
   * @param retentionDays for which they are kept where they are made
   * @param copyRetentionDays for which their copies are kept in the other Region
   */
  public record Rule(String name, String at, int retentionDays, int copyRetentionDays) {}

  /**
   * The lock of both vaults.
   *
   * @param minRetentionDays what is kept for less is refused; what is younger cannot be deleted
   * @param changeableForDays until a lock for compliance can never be taken off again; empty where
   *     people with permission may
   */
  public record Lock(
      BackupLockMode mode, int minRetentionDays, Optional<Integer> changeableForDays) {}

  /**
   * Copies of the database that are restored in the Region that stands by, looked into, and
   * deleted.
   *
   * @param at when a test may start, {@code cron(...)} in UTC
   * @param withinDays how old the newest copy may be, which is what is restored
   * @param alarmAfterHours how long ago a test may have succeeded last
   * @param instanceClass of what is restored
   * @param tables of the application that must have rows; the marker's must in any case
   */
  public record RestoreTest(
      String at, int withinDays, int alarmAfterHours, String instanceClass, List<String> tables) {
    public RestoreTest {
      tables = List.copyOf(tables);
    }
  }

  public BackupSettings {
    rules = List.copyOf(rules);
  }
}
