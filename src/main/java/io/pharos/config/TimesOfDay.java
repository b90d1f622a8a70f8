package io.pharos.config;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** At which minutes of a day a {@code cron(...)} schedule may fire, whatever the day. */
final class TimesOfDay {
  private TimesOfDay() {}

  /**
   * Minutes of the day in UTC, in their order.
   *
   * @param cron one that {@link ScheduleExpression} finds valid
   */
  static Set<Integer> of(String cron) {
    String[] fields = cron.substring(cron.indexOf('(') + 1).split(" ");
    Set<Integer> times = new TreeSet<>();
    field(fields[1], 23)
        .forEach(hour -> field(fields[0], 59).forEach(minute -> times.add(hour * 60 + minute)));
    return times;
  }

  /** Whether one follows another within less than an hour, also over midnight. */
  static boolean closerThanAnHour(Set<Integer> times) {
    int last = times.stream().reduce((first, second) -> second).orElseThrow() - 24 * 60;
    for (int time : times) {
      if (time - last < 60) {
        return true;
      }
      last = time;
    }
    return false;
  }

  private static IntStream field(String text, int most) {
    return Arrays.stream(text.split(",")).flatMapToInt(part -> part(part, most)).distinct();
  }

  private static IntStream part(String part, int most) {
    String[] step = part.split("/");
    String[] ends = step[0].split("-");
    boolean any = step[0].equals("*");
    int first = any ? 0 : Integer.parseInt(ends[0]);
    boolean open = any || step.length == 2 && ends.length == 1;
    int last = open ? most : Integer.parseInt(ends[ends.length - 1]);
    int by = step.length == 2 ? Integer.parseInt(step[1]) : 1;
    return IntStream.rangeClosed(first, last).filter(value -> (value - first) % by == 0);
  }
}
