package io.pharos.sandbox.service.events;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a rule's schedule fires: {@code rate(...)} or {@code cron(...)}, in UTC. */
public interface Schedule {
  /** The first time after this one. */
  Instant next(Instant after);

  /**
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException
   */
  static Schedule parse(String text) {
    Matcher rate = Pattern.compile("rate\\(([1-9][0-9]*) (minute|hour|day)(s?)\\)").matcher(text);
    if (rate.matches()) {
      long value = Long.parseLong(rate.group(1));
      if (value == 1 != rate.group(3).isEmpty()) {
        throw invalid();
      }
      Duration unit =
          switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(1);
            case "hour" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
          };
      long seconds = unit.multipliedBy(value).toSeconds();
      return after -> Instant.ofEpochSecond((after.getEpochSecond() / seconds + 1) * seconds);
    }
    if (text.startsWith("cron(") && text.endsWith(")")) {
      return Cron.parse(text.substring(5, text.length() - 1));
    }
    throw invalid();
  }

  static RuntimeException invalid() {
    return EventRefusal.invalid("Parameter ScheduleExpression is not valid.");
  }
}
