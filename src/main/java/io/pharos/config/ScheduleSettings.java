package io.pharos.config;

import io.pharos.recovery.contract.Upkeep;

/**
 * When the Region that serves does what recovery relies on, and when people are told it did not.
 */
public record ScheduleSettings(Snapshots snapshot, Images image) {

  /**
   * The daily snapshots.
   *
   * @param at an EventBridge schedule, {@code cron(...)} or {@code rate(...)}, in UTC
   * @param alarmAfterHours since the last success
   * @param keepDays for which they are kept, in each Region
   */
  public record Snapshots(String at, int alarmAfterHours, int keepDays) {}

  /**
   * The golden images.
   *
   * @param keep how many of them, in each Region
   */
  public record Images(String at, int alarmAfterHours, int keep) {}

  public String at(Upkeep task) {
    return switch (task) {
      case SNAPSHOT -> snapshot.at();
      case IMAGE -> image.at();
    };
  }

  public int alarmAfterHours(Upkeep task) {
    return switch (task) {
      case SNAPSHOT -> snapshot.alarmAfterHours();
      case IMAGE -> image.alarmAfterHours();
    };
  }
}
