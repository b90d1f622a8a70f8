package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupSettingsTest {
  private static final String DAILY =
      "{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':35,'copyRetentionDays':90}";

  private static ExampleConfiguration with(String more) {
    return new ExampleConfiguration().json("backup", "{'rules':[" + DAILY + "]" + more + "}");
  }

  private static List<Problem> problems(ExampleConfiguration configuration) {
    return catchThrowableOfType(SettingsException.class, configuration::read).problems();
  }

  @Test
  void read_withoutIt_nothingIsBackedUpByAwsBackup() {
    assertThat(new ExampleConfiguration().read().backup()).isEmpty();
  }

  @Test
  void read_rulesAndDefaults() {
    BackupSettings settings = with("").read().backup().orElseThrow();

    assertThat(settings)
        .isEqualTo(
            new BackupSettings(
                List.of(new BackupSettings.Rule("daily", "cron(0 6 * * ? *)", 35, 90)),
                true,
                30,
                Optional.empty(),
                Optional.empty()));
  }

  private static Optional<BackupSettings.RestoreTest> restoreTest(String settings) {
    return with(",'restoreTest':" + settings).read().backup().orElseThrow().restoreTest();
  }

  @Test
  void read_aRestoreTestNeedsItsTimeAndHasDefaults() {
    assertThat(restoreTest("{'at':'cron(0 12 ? * SUN *)'}"))
        .contains(
            new BackupSettings.RestoreTest(
                "cron(0 12 ? * SUN *)", 7, 180, "db.t4g.medium", List.of()));
    assertThat(
            restoreTest(
                "{'at':'cron(0 12 * * ? *)','withinDays':2,'alarmAfterHours':48,"
                    + "'instanceClass':'db.m7g.large','tables':['orders','app.customers']}"))
        .contains(
            new BackupSettings.RestoreTest(
                "cron(0 12 * * ? *)", 2, 48, "db.m7g.large", List.of("orders", "app.customers")));
  }

  @Test
  void read_everythingThatIsWrongInARestoreTestIsSaidAtOnce() {
    assertThat(
            problems(
                with(
                    ",'restoreTest':{'at':'rate(7 days)','withinDays':0,'alarmAfterHours':0,"
                        + "'instanceClass':'large','tables':['orders; DROP TABLE orders'],"
                        + "'keep':true}")))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:backup.restoreTest.at",
            "pharos:backup.restoreTest.withinDays",
            "pharos:backup.restoreTest.alarmAfterHours",
            "pharos:backup.restoreTest.instanceClass",
            "pharos:backup.restoreTest.tables[0]",
            "pharos:backup.restoreTest.keep");
  }

  @Test
  void read_aWindowInWhichNoCopyNeedBeIsRefused() {
    assertThat(
            problems(
                with(",'restoreTest':{'at':'cron(0 12 * * ? *)'}")
                    .at("backup/rules/0/at", "'cron(0 6 1 * ? *)'")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("pharos:backup.restoreTest.withinDays");
              assertThat(problem.toString()).contains("31");
            });
    assertThat(problems(with(",'restoreTest':{'at':'cron(0 12 * * ? *)','withinDays':91}")))
        .extracting(Problem::path)
        .containsExactly("pharos:backup.restoreTest.withinDays");
  }

  @ParameterizedTest(name = "{0}: {1} days")
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(0 6 * * ? *)       | 1",
        "cron(0 6 ? * * *)       | 1",
        "cron(0 6 ? * MON-FRI *) | 7",
        "cron(0 6 ? * SUN *)     | 7",
        "cron(0 6 ? * 2#1 *)     | 31",
        "cron(0 6 L * ? *)       | 31",
        "cron(0 6 1,15 * ? *)    | 31",
        "cron(0 6 1 1/3 ? *)     | 366",
        "cron(0 6 * * ? 2030)    | 366"
      })
  void periods_areThoseOfTheExpression(String cron, int days) {
    assertThat(Periods.longestDays(cron)).isEqualTo(days);
  }

  @Test
  void read_aLockHasTheShortestRetentionUnlessItSaysLess() {
    assertThat(with(",'lock':{'mode':'governance'}").read().backup().orElseThrow().lock())
        .contains(new BackupSettings.Lock(BackupLockMode.GOVERNANCE, 35, Optional.empty()));
    assertThat(
            with(",'lock':{'mode':'compliance','changeableForDays':14,'minRetentionDays':7}")
                .read()
                .backup()
                .orElseThrow()
                .lock())
        .contains(new BackupSettings.Lock(BackupLockMode.COMPLIANCE, 7, Optional.of(14)));
  }

  @Test
  void read_allThatIsWrongIsSaidAtOnce() {
    ExampleConfiguration wrong =
        new ExampleConfiguration()
            .json(
                "backup",
                "{'rules':["
                    + DAILY
                    + ",{'name':'daily','at':'rate(1 day)','retentionDays':0,"
                    + "'copyRetentionDays':35,'coldStorageAfterDays':30}],"
                    + "'objects':'yes','alarmAfterHours':0,"
                    + "'lock':{'mode':'governance','changeableForDays':14},'restore':true}");

    assertThat(problems(wrong))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:backup.rules[1].name",
            "pharos:backup.rules[1].at",
            "pharos:backup.rules[1].retentionDays",
            "pharos:backup.rules[1].coldStorageAfterDays",
            "pharos:backup.objects",
            "pharos:backup.alarmAfterHours",
            "pharos:backup.lock.changeableForDays",
            "pharos:backup.restore");
  }

  @Test
  void read_withoutARule_isRefused() {
    assertThat(problems(new ExampleConfiguration().json("backup", "{'rules':[]}")))
        .extracting(Problem::path)
        .containsExactly("pharos:backup.rules");
  }

  @Test
  void read_complianceDemandsTheDaysUntilItIsForEver_andProtection() {
    assertThat(problems(with(",'lock':{'mode':'compliance'}")))
        .extracting(Problem::path)
        .containsExactly("pharos:backup.lock.changeableForDays");
    assertThat(problems(with(",'lock':{'mode':'compliance','changeableForDays':2}")))
        .extracting(Problem::path)
        .containsExactly("pharos:backup.lock.changeableForDays");
    assertThat(
            problems(
                with(",'lock':{'mode':'compliance','changeableForDays':3}")
                    .set("protection", "off")))
        .extracting(Problem::path)
        .containsExactly("pharos:backup.lock.mode");
  }

  @Test
  void read_aLockThatTheRulesWouldBreakIsRefused() {
    assertThat(problems(with(",'lock':{'mode':'governance','minRetentionDays':36}")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("pharos:backup.lock.minRetentionDays");
              assertThat(problem.toString()).contains("35");
            });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(0 6 * * ? *)       | true",
        "cron(59 0 * * ? *)      | true",
        "cron(0 1 * * ? *)       | false", // an hour before the backup window
        "cron(59 2 * * ? *)      | false",
        "cron(30 3 * * ? *)      | false", // an hour before the maintenance, on Sundays
        "cron(0 3,6 * * ? *)     | false",
        "cron(0 5/4 * * ? *)     | true",
        "cron(0 0/4 * * ? *)     | false",
        "cron(0 * * * ? *)       | false",
        "cron(0/30 6 * * ? *)    | false", // more often than once an hour
        "cron(0,30 6 * * ? *)    | false",
        "cron(0 6 ? * MON-FRI *) | true"
      })
  void read_aScheduleStaysClearOfTheDatabasesWindows(String at, boolean valid) {
    ExampleConfiguration configuration = with("").at("backup/rules/0/at", "'" + at + "'");

    if (valid) {
      assertThat(configuration.read().backup()).isPresent();
    } else {
      assertThat(problems(configuration))
          .extracting(Problem::path)
          .containsExactly("pharos:backup.rules[0].at");
    }
  }

  @Test
  void timesOfDay_areThoseOfTheExpression() {
    assertThat(TimesOfDay.of("cron(15 0/6 * * ? *)")).containsExactly(15, 375, 735, 1095);
    assertThat(TimesOfDay.of("cron(0 22-23 * * ? *)")).containsExactly(1320, 1380);
    assertThat(TimesOfDay.closerThanAnHour(Set.of(0))).isFalse();
    assertThat(TimesOfDay.closerThanAnHour(new java.util.TreeSet<>(Set.of(0, 1410)))).isTrue();
  }
}
