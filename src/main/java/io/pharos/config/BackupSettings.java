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
 */
public record BackupSettings(
    List<Rule> rules, boolean objects, int alarmAfterHours, Optional<Lock> lock) {

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

  public BackupSettings {
    rules = List.copyOf(rules);
  }
}
