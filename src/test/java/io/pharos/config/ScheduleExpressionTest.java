package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(1 hour)",
        "rate(12 hours)",
        "rate(1 day)",
        "cron(0 22 * * ? *)",
        "cron(30 1 ? * SUN *)",
        "cron(0/15 6-18 ? * MON-FRI *)",
        "cron(0 3 L * ? *)",
        "cron(0 3 ? * 2#1 *)",
        "cron(0 3 1,15 JAN,JUL ? 2026-2030)",
      })
  void what_eventBridge_takes_is_taken(String text) {
    assertThat(ScheduleExpression.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "daily",
        "rate(1 hours)",
        "rate(2 hour)",
        "rate(0 hours)",
        "rate(90 seconds)",
        "cron(0 22 * * *)",
        "cron(0 22 * * * *)",
        "cron(0 22 ? * ? *)",
        "cron(60 22 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 22 32 * ? *)",
        "cron(0 22 ? * 8 *)",
        "cron(0 22 ? * FRI-MON *)",
        "cron(0 5-3 * * ? *)",
        "cron(0/0 22 * * ? *)",
        "cron(0 22 * * ? 1969)",
      })
  void what_eventBridge_refuses_is_refused(String text) {
    assertThat(ScheduleExpression.isValid(text)).isFalse();
  }
}
