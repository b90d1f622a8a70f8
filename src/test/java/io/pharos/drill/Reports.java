package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports of drills, for tests. */
final class Reports {
  static final Instant FAULT = Instant.parse("2026-01-01T00:17:23.417Z");

  private Reports() {}

  static DrillReport met() {
    return report(
        new UserView(
            Optional.of(Duration.ofMillis(311_583)),
            Duration.ofSeconds(2),
            Duration.ofSeconds(312),
            1500,
            3,
            1,
            Optional.of("timeout")),
        Verdict.MET,
        List.of());
  }

  static DrillReport stopped() {
    return report(
        new UserView(
            Optional.empty(),
            Duration.ZERO,
            Duration.ofSeconds(900),
            300,
            0,
            1,
            Optional.of("timeout")),
        Verdict.STOPPED,
        List.of("Step promote is failed: not authorized"));
  }

  private static DrillReport report(UserView users, Verdict verdict, List<String> findings) {
    return new DrillReport(
        "failover",
        "sandbox",
        "virtual",
        42,
        "pilot-light",
        "unplanned",
        Optional.of("failover-1"),
        "3.190.0",
        Duration.ofSeconds(900),
        Duration.ofSeconds(300),
        FAULT,
        Optional.of(FAULT.plusMillis(96_583)),
        Optional.of(FAULT.plusMillis(99_000)),
        Optional.of(Duration.ofMillis(200_250)),
        users,
        Optional.empty(),
        List.of(
            new StepRecord(
                "promote",
                FAULT.plusSeconds(100),
                Optional.of(FAULT.plusSeconds(250)),
                "succeeded",
                7,
                "promoted"),
            new StepRecord("takeover", FAULT.plusSeconds(250), Optional.empty(), "pending", 1, "")),
        List.of(new DrillReport.StackSummary("primary", 139)),
        findings,
        verdict);
  }
}
