package io.pharos.config;

/** How far apart the times of a {@code cron(...)} schedule are. */
final class Periods {
  private static final int YEAR = 366;
  private static final int MONTH = 31;
  private static final int WEEK = 7;

  private Periods() {}

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
