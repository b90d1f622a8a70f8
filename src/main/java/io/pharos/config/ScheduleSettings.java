package io.pharos.config;

import io.pharos.recovery.contract.Upkeep;

/**
 * When the Region that serves does what recovery relies on, and when people are told it did not.
 */
public record ScheduleSettings(Snapshots snapshot) {

  /**
   * The daily snapshots.
   *
   * @param at an EventBridge schedule, {@code cron(...)} or {@code rate(...)}, in UTC
   * @param alarmAfterHours since the last success
   * @param keepDays for which they are kept, in each Region
   */
  public record Snapshots(String at, int alarmAfterHours, int keepDays) {}

  public String at(Upkeep task) {
    return switch (task) {
      case SNAPSHOT -> snapshot.at();
    };
  }

  public int alarmAfterHours(Upkeep task) {
    return switch (task) {
      case SNAPSHOT -> snapshot.alarmAfterHours();
    };
  }
}
