package io.pharos.config;

/** Reads {@code pharos:schedules}. */
final class ScheduleReader {
  /** Late in the evening: neither in the backup's window nor in the maintenance's, as they are. */
  private static final String NIGHTLY = "cron(0 22 * * ? *)";

  private static final String WEEKLY = "cron(0 20 ? * SAT *)";
  private static final int HOURS_MAX = 24 * 62;
  private static final int DAYS_MAX = 90;

  private final Section section;

  ScheduleReader(Section section) {
    this.section = section;
  }

  ScheduleSettings read() {
    ScheduleSettings schedules =
        new ScheduleSettings(
            snapshots(section.section("snapshot", false)), images(section.section("image", false)));
    section.close();
    return schedules;
  }

  private static ScheduleSettings.Snapshots snapshots(Section task) {
    ScheduleSettings.Snapshots snapshots =
        new ScheduleSettings.Snapshots(
            at(task, NIGHTLY),
            hours(task, 30),
            // RDS keeps 100 manual snapshots in a Region, of whatever database.
            task.optionalInteger("keepDays", 1, DAYS_MAX, 7).orElse(7));
    task.close();
    return snapshots;
  }

  private static ScheduleSettings.Images images(Section task) {
    ScheduleSettings.Images images =
        new ScheduleSettings.Images(
            at(task, WEEKLY),
            hours(task, 8 * 24),
            task.optionalInteger("keep", 1, 100, 3).orElse(3));
    task.close();
    return images;
  }

  private static String at(Section task, String otherwise) {
    Rule rule =
        new Rule(
            ScheduleExpression::isValid,
            "an EventBridge schedule in UTC, cron(minutes hours day-of-month month day-of-week"
                + " year) or rate(value unit)",
            otherwise);
    return task.text("at", rule, otherwise);
  }

  private static int hours(Section task, int otherwise) {
    return task.optionalInteger("alarmAfterHours", 1, HOURS_MAX, otherwise).orElse(otherwise);
  }
}
