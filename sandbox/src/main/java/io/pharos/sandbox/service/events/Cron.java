package io.pharos.sandbox.service.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Minutes, hours, day of month, month, day of week (1 is Sunday) and year, as EventBridge has it.
 */
final class Cron implements Schedule {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int LAST_YEAR = 2199;

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final BitSet years;

  private Cron(String[] fields) {
    minutes = field(fields[0], 0, 59, List.of());
    hours = field(fields[1], 0, 23, List.of());
    daysOfMonth = field(fields[2], 1, 31, List.of());
    months = field(fields[3], 1, 12, MONTHS);
    daysOfWeek = field(fields[4], 1, 7, DAYS);
    years = field(fields[5], 1970, LAST_YEAR, List.of());
  }

  static Cron parse(String text) {
    String[] fields = text.trim().split(" +");
    if (fields.length != 6 || fields[2].equals("?") == fields[4].equals("?")) {
      throw Schedule.invalid();
    }
    return new Cron(fields);
  }

  @Override
  public Instant next(Instant after) {
    LocalDate day = LocalDate.ofInstant(after, ZoneOffset.UTC);
    for (; day.getYear() <= LAST_YEAR; day = day.plusDays(1)) {
      if (!years.get(day.getYear())
          || !months.get(day.getMonthValue())
          || !daysOfMonth.get(day.getDayOfMonth())
          || !daysOfWeek.get(day.getDayOfWeek().getValue() % 7 + 1)) {
        continue;
      }
      for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
        for (int minute = minutes.nextSetBit(0);
            minute >= 0;
            minute = minutes.nextSetBit(minute + 1)) {
          Instant time = day.atTime(LocalTime.of(hour, minute)).toInstant(ZoneOffset.UTC);
          if (time.isAfter(after)) {
            return time;
          }
        }
      }
    }
    return Instant.MAX;
  }

  private static BitSet field(String text, int least, int most, List<String> names) {
    BitSet values = new BitSet(most + 1);
    if (text.matches(".*[LW#].*") && names.isEmpty() || text.matches(".*[0-9](L|W|#).*")) {
      throw new UnsupportedOperationException("the sandbox does not simulate L, W and # in cron");
    }
    for (String part : text.split(",")) {
      String[] step = part.split("/");
      String[] range = step[0].split("-");
      boolean any = step[0].equals("*") || step[0].equals("?");
      int first = any ? least : number(range[0], names);
      int last = any ? most : range.length > 1 ? number(range[1], names) : first;
      if (step.length > 1 && range.length == 1) {
        last = most;
      }
      if (first < least || last > most || first > last) {
        throw Schedule.invalid();
      }
      for (int value = first;
          value <= last;
          value += step.length > 1 ? number(step[1], List.of()) : 1) {
        values.set(value);
      }
    }
    return values;
  }

  private static int number(String text, List<String> names) {
    int name = names.indexOf(text.toUpperCase(Locale.ROOT));
    if (name >= 0) {
      return name + 1;
    }
    if (!text.matches("[0-9]{1,4}") || text.equals("0") && !names.isEmpty()) {
      throw Schedule.invalid();
    }
    return Integer.parseInt(text);
  }
}
