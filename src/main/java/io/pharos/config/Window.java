package io.pharos.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A window of the week in UTC, as RDS writes them: {@code 02:00-03:00} for every day, {@code
 * sun:04:00-sun:05:00} for one time a week.
 *
 * @param start minute of the day (daily) or of the week, which starts on Monday
 */
record Window(boolean daily, int start, int minutes) {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final String TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
  private static final String DAY_TIME = "(mon|tue|wed|thu|fri|sat|sun):" + TIME;
  private static final Pattern DAILY = Pattern.compile(TIME + "-" + TIME);
  private static final Pattern WEEKLY = Pattern.compile(DAY_TIME + "-" + DAY_TIME);

  static Optional<Window> daily(String text) {
    Matcher m = DAILY.matcher(text);
    return m.matches()
        ? Optional.of(between(true, minutes(m, 1), minutes(m, 3), DAY))
        : Optional.empty();
  }

  static Optional<Window> weekly(String text) {
    Matcher m = WEEKLY.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int from = DAYS.indexOf(m.group(1)) * DAY + minutes(m, 2);
    int to = DAYS.indexOf(m.group(4)) * DAY + minutes(m, 5);
    return Optional.of(between(false, from, to, WEEK));
  }

  /** Whether a daily and a weekly window share a minute, which RDS refuses. */
  static boolean overlap(Window daily, Window weekly) {
    for (int minute = 0; minute < weekly.minutes; minute++) {
      int ofDay = (weekly.start + minute) % DAY;
      if (Math.floorMod(ofDay - daily.start, DAY) < daily.minutes) {
        return true;
      }
    }
    return false;
  }

  /** Whether this minute of a day is, on one of its days, in the window or shortly before it. */
  boolean near(int minuteOfDay, int aheadMinutes) {
    return Math.floorMod(minuteOfDay - start + aheadMinutes, DAY) < minutes + aheadMinutes;
  }

  private static Window between(boolean daily, int from, int to, int period) {
    return new Window(daily, from, Math.floorMod(to - from, period));
  }

  private static int minutes(Matcher m, int group) {
    return Integer.parseInt(m.group(group)) * 60 + Integer.parseInt(m.group(group + 1));
  }
}
