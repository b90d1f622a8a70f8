package io.pharos.config;

import java.time.Duration;
import java.util.List;

/** How far apart the times of a {@code cron(...)} schedule are. */
final class Periods {
  private static final int YEAR = 366;
  private static final int MONTH = 31;
  private static final int WEEK = 7;
  private static final int MINUTES_PER_DAY = 24 * 60;

  private Periods() {}

  /**
   * Seconds between two times at most; of what does not fire every day, in whole days.
   *
   * @param cron one that {@link ScheduleExpression} finds valid
   */
  static int longestSeconds(String cron) {
    int days = longestDays(cron);
    if (days > 1) {
      return Math.toIntExact(Duration.ofDays(days).toSeconds());
    }
    List<Integer> times = List.copyOf(TimesOfDay.of(cron));
    int longest = times.get(0) + MINUTES_PER_DAY - times.get(times.size() - 1);
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest * 60;
  }

  /**
   * Days between two times at most, rounded up to a day, a week, a month or a year.
   *
   * @param cron one that {@link ScheduleExpression} finds valid
   */
  static int longestDays(String cron) {
    String[] fields = cron.substring(cron.indexOf('(') + 1, cron.length() - 1).split(" ");
    if (!fields[3].equals("*") || !fields[5].equals("*")) {
      return YEAR;
    }
    if (fields[4].contains("#") || fields[4].contains("L")) {
      return MONTH;
    }
    if (!fields[4].matches("[*?]")) {
      return WEEK;
    }
    return fields[2].matches("[*?]") ? 1 : MONTH;
  }
}
