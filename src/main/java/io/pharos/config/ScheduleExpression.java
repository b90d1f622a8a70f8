package io.pharos.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schedules that EventBridge takes. What is wrong is found here, before anything is deployed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">Cron
 *     and rate expressions</a>
 */
final class ScheduleExpression {
  private static final Pattern RATE =
      Pattern.compile("rate\\(([1-9]\\d{0,4}) (minute|hour|day)(s?)\\)");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private ScheduleExpression() {}

  static boolean isValid(String text) {
    Matcher rate = RATE.matcher(text);
    if (rate.matches()) {
      return rate.group(1).equals("1") == rate.group(3).isEmpty();
    }
    if (!text.startsWith("cron(") || !text.endsWith(")")) {
      return false;
    }
    String[] fields = text.substring(5, text.length() - 1).split(" ", -1);
    // One of the two days is not given.
    return fields.length == 6
        && fields[2].equals("?") != fields[4].equals("?")
        && field(fields[0], 0, 59, List.of())
        && field(fields[1], 0, 23, List.of())
        && (fields[2].matches("\\?|L|([1-9]|[12]\\d|3[01])W") || field(fields[2], 1, 31, List.of()))
        && field(fields[3], 1, 12, MONTHS)
        && (fields[4].matches("\\?|L|[1-7]L|[1-7]#[1-5]") || field(fields[4], 1, 7, DAYS))
        && field(fields[5], 1970, 2199, List.of());
  }

  private static boolean field(String text, int least, int most, List<String> names) {
    for (String part : text.split(",", -1)) {
      String[] step = part.split("/", -1);
      if (step.length > 2 || step.length == 2 && !step[1].matches("[1-9]\\d{0,3}")) {
        return false;
      }
      if (!step[0].equals("*") && !range(step[0], least, most, names)) {
        return false;
      }
    }
    return true;
  }

  private static boolean range(String text, int least, int most, List<String> names) {
    String[] ends = text.split("-", -1);
    int first = number(ends[0], names);
    int last = number(ends[ends.length - 1], names);
    return ends.length <= 2 && first >= least && last <= most && first <= last;
  }

  private static int number(String text, List<String> names) {
    int name = names.indexOf(text.toUpperCase(Locale.ROOT));
    return name >= 0 ? name + 1 : text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
  }
}
