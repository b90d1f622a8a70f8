package io.pharos.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code pharos:backup}. What AWS would refuse, or accept and then fail at night, is refused
 * here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html">Backup
 *     plan options</a>
 * @see <a href="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html">Vault
 *     Lock</a>
 */
final class BackupReader {
  private static final int DAYS_MAX = 36500;
  private static final int HOURS_MAX = 24 * 62;

  /** AWS Backup does not begin with a database within an hour before its own windows. */
  private static final int AHEAD_MINUTES = 60;

  private static final Rule NAME =
      Rule.matching(
          "[a-z][a-z0-9-]{0,49}",
          "1 to 50 lower-case letters, digits and hyphens, starting with a letter",
          "daily");

  private static final Rule SCHEDULE =
      new Rule(
              text -> text.startsWith("cron(") && ScheduleExpression.isValid(text),
              "a schedule in UTC, cron(minutes hours day-of-month month day-of-week year)",
              "cron(0 6 * * ? *)")
          .and(
              text -> !TimesOfDay.closerThanAnHour(TimesOfDay.of(text)),
              "not more often than once an hour");

  private static final Rule TABLE =
      Rule.matching(
          "[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?",
          "the name of a table, with its schema where it has one: letters, digits and underscores",
          "orders");
  private static final int TABLES_MAX = 20;
  private static final int WINDOW_DAYS_MAX = 365;
  private static final int WEEK = 7;
  private static final int HOURS_PER_DAY = 24;
  private static final int TEST_HOURS_MAX = 24 * 400;

  /** What a test takes from its time on: an hour to begin, and the restore of a large database. */
  private static final int LATE_HOURS = 12;

  private final Section section;
  private final Protection protection;
  private final String instanceClass;

  /** The database's windows, where they are valid. */
  private final List<Window> windows;

  BackupReader(Section section, Protection protection, Optional<DatabaseSettings> database) {
    this.section = section;
    this.protection = protection;
    this.instanceClass = database.map(DatabaseSettings::instanceClass).orElse("");
    this.windows =
        database.stream()
            .flatMap(
                settings ->
                    Stream.of(
                            Window.daily(settings.backupWindow()),
                            Window.weekly(settings.maintenanceWindow()))
                        .flatMap(Optional::stream))
            .toList();
  }

  BackupSettings read() {
    List<BackupSettings.Rule> rules = rules();
    boolean objects = section.flag("objects", true);
    int hours = section.optionalInteger("alarmAfterHours", 1, HOURS_MAX, 30).orElse(30);
    Optional<BackupSettings.Lock> lock =
        section.has("lock")
            ? Optional.of(lock(section.section("lock", true), rules))
            : Optional.empty();
    Optional<BackupSettings.RestoreTest> test =
        section.has("restoreTest")
            ? Optional.of(restoreTest(section.section("restoreTest", true), rules))
            : Optional.empty();
    section.close();
    return new BackupSettings(rules, objects, hours, lock, test);
  }

  /** Nothing of the name but letters, digits and underscores goes into a statement. */
  private BackupSettings.RestoreTest restoreTest(Section test, List<BackupSettings.Rule> rules) {
    String at = test.text("at", SCHEDULE);
    boolean scheduled = test.sound("at") && !at.isEmpty();
    int within = test.optionalInteger("withinDays", 1, WINDOW_DAYS_MAX, WEEK).orElse(WEEK);
    checkWithin(test, rules, within);
    int allowed = scheduled ? Periods.longestDays(at) * HOURS_PER_DAY + LATE_HOURS : 1;
    BackupSettings.RestoreTest read =
        new BackupSettings.RestoreTest(
            at,
            within,
            test.optionalInteger("alarmAfterHours", 1, TEST_HOURS_MAX, allowed).orElse(allowed),
            test.text("instanceClass", DatabaseReader.CLASS, instanceClass),
            test.texts("tables", TABLE, TABLES_MAX));
    test.close();
    return read;
  }

  /** A window in which no copy need be finds nothing to restore on some days. */
  private void checkWithin(Section test, List<BackupSettings.Rule> rules, int within) {
    if (!section.sound("rules") || !test.sound("withinDays")) {
      return;
    }
    int often = rules.stream().mapToInt(rule -> Periods.longestDays(rule.at())).min().orElse(1);
    int kept = rules.stream().mapToInt(BackupSettings.Rule::copyRetentionDays).max().orElse(1);
    if (within < often) {
      test.wrong(
          "withinDays",
          "at least " + often + ": between two backups there are as many days",
          String.valueOf(often));
    } else if (test.has("withinDays") && within > kept) {
      test.wrong(
          "withinDays", "at most " + kept + ": no copy is kept for longer", String.valueOf(kept));
    }
  }

  private List<BackupSettings.Rule> rules() {
    List<BackupSettings.Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section each : section.sections("rules")) {
      BackupSettings.Rule rule =
          new BackupSettings.Rule(
              each.text("name", NAME),
              at(each),
              days(each, "retentionDays"),
              days(each, "copyRetentionDays"));
      if (each.sound("name") && !names.add(rule.name())) {
        each.wrong("name", "a name that no other rule has", "weekly");
      }
      if (each.has("coldStorageAfterDays")) {
        each.wrong(
            "coldStorageAfterDays",
            "absent: AWS Backup keeps neither databases of RDS nor buckets in cold storage, and"
                + " would not do what this says",
            "copyRetentionDays: 365");
      }
      each.close();
      rules.add(rule);
    }
    return rules;
  }

  private String at(Section rule) {
    String at = rule.text("at", SCHEDULE);
    if (rule.sound("at") && !at.isEmpty()) {
      for (int time : TimesOfDay.of(at)) {
        if (windows.stream().anyMatch(window -> window.near(time, AHEAD_MINUTES))) {
          rule.wrong(
              "at",
              "never within database.backupWindow, database.maintenanceWindow or the hour before"
                  + " them, when AWS Backup does not begin: at %02d:%02d it would be"
                      .formatted(time / 60, time % 60),
              "cron(0 6 * * ? *)");
          break;
        }
      }
    }
    return at;
  }

  private static int days(Section rule, String key) {
    return rule.integer(key, 1, DAYS_MAX, 35);
  }

  private BackupSettings.Lock lock(Section lock, List<BackupSettings.Rule> rules) {
    BackupLockMode mode = lock.choice("mode", BackupLockMode.GOVERNANCE);
    int shortest =
        rules.stream()
            .mapToInt(rule -> Math.min(rule.retentionDays(), rule.copyRetentionDays()))
            .min()
            .orElse(1);
    int least = lock.optionalInteger("minRetentionDays", 1, DAYS_MAX, shortest).orElse(shortest);
    if (section.sound("rules") && lock.sound("minRetentionDays") && least > shortest) {
      lock.wrong(
          "minRetentionDays",
          "at most "
              + shortest
              + ", the shortest retention of the rules: jobs with less would fail",
          String.valueOf(shortest));
    }
    Optional<Integer> changeable = changeable(lock, mode);
    lock.close();
    return new BackupSettings.Lock(mode, least, changeable);
  }

  /** Three days at least is AWS's own limit; that it is forever afterwards, a person has to say. */
  private Optional<Integer> changeable(Section lock, BackupLockMode mode) {
    OptionalInt days = lock.optionalInteger("changeableForDays", 3, DAYS_MAX, 14);
    return switch (mode) {
      case GOVERNANCE -> {
        if (lock.has("changeableForDays")) {
          lock.wrong(
              "changeableForDays",
              "absent with mode governance: with it, nobody could ever take the lock off again",
              "mode: compliance");
        }
        yield Optional.empty();
      }
      case COMPLIANCE -> {
        if (!lock.has("changeableForDays")) {
          lock.wrong(
              "changeableForDays",
              "the days after which nobody, AWS included, can ever delete a backup before its time"
                  + " or take the lock off: 3 at least",
              "14");
        }
        if (!protection.isOn()) {
          lock.wrong(
              "mode",
              "governance where protection is off: what is locked for compliance cannot be"
                  + " destroyed",
              "governance");
        }
        yield days.isPresent() ? Optional.of(days.getAsInt()) : Optional.empty();
      }
    };
  }
}
