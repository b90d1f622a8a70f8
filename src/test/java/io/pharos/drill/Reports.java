package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports of drills, for tests. */
final class Reports {
  static final Instant FAULT = Instant.parse("2026-01-01T00:17:23.417Z");

  private static final List<Availability> AVAILABILITY =
      List.of(
          new Availability(FAULT.minusSeconds(10), 10, 10),
          new Availability(FAULT, 10, 0),
          new Availability(FAULT.plusSeconds(312), 10, 9));

  private Reports() {}

  static DrillReport met() {
    return report(users(), Verdict.MET, List.of());
  }

  private static UserView users() {
    return new UserView(
        FAULT,
        Optional.of(Duration.ofMillis(311_583)),
        Duration.ofSeconds(2),
        Duration.ofSeconds(312),
        1500,
        3,
        1,
        Optional.of("timeout"),
        AVAILABILITY);
  }

  static DrillReport stopped() {
    return report(
        new UserView(
            FAULT,
            Optional.empty(),
            Duration.ZERO,
            Duration.ofSeconds(900),
            300,
            0,
            1,
            Optional.of("timeout"),
            AVAILABILITY),
        Verdict.STOPPED,
        List.of("Step promote is failed: not authorized"));
  }

  static DrillReport withFinding(String finding) {
    return report(users(), Verdict.MET, List.of(finding));
  }

  /** A failback that stopped at its promotion. */
  static DrillReport failback() {
    return report(
        header("failback", "planned"),
        new UserView(
            FAULT.plusSeconds(2400),
            Optional.of(Duration.ofSeconds(428)),
            Duration.ZERO,
            Duration.ofSeconds(428),
            4292,
            0,
            1,
            Optional.of("timeout"),
            AVAILABILITY),
        Optional.empty(),
        List.of(
            new StepRecord(
                "promote",
                Optional.of("switch"),
                FAULT.plusSeconds(2440),
                Optional.of(FAULT.plusSeconds(2692)),
                "refused",
                26,
                "promoted"),
            new StepRecord(
                "record",
                Optional.empty(),
                FAULT.plusSeconds(4535),
                Optional.empty(),
                "waiting",
                1,
                "")),
        Verdict.STOPPED,
        List.of());
  }

  /** The lost Region came back. */
  static DrillReport returned() {
    return report(
        header("failover", "unplanned"),
        users(),
        Optional.of(
            new DrillReport.Return(
                FAULT.plusSeconds(1500),
                Optional.of(FAULT.plusSeconds(1536)),
                29,
                Optional.of(
                    new MissingDataReport(
                        "failover-1",
                        "shop-prod-primary-1",
                        FAULT.minusSeconds(35),
                        FAULT.plusSeconds(1536),
                        Duration.ofSeconds(95))),
                2)),
        steps(),
        Verdict.MET,
        List.of());
  }

  private static DrillReport report(UserView users, Verdict verdict, List<String> findings) {
    return report(
        header("failover", "unplanned"), users, Optional.empty(), steps(), verdict, findings);
  }

  private static DrillReport.Header header(String phase, String mode) {
    return new DrillReport.Header(
        phase,
        mode,
        "sandbox",
        "virtual",
        42,
        "pilot-light",
        "3.190.0",
        Duration.ofSeconds(900),
        Duration.ofSeconds(300),
        List.of(new DrillReport.StackSummary("primary", 139)));
  }

  private static List<StepRecord> steps() {
    return List.of(
        new StepRecord(
            "promote",
            Optional.empty(),
            FAULT.plusSeconds(100),
            Optional.of(FAULT.plusSeconds(250)),
            "succeeded",
            7,
            "promoted"),
        new StepRecord(
            "takeover",
            Optional.empty(),
            FAULT.plusSeconds(250),
            Optional.empty(),
            "pending",
            1,
            ""));
  }

  private static DrillReport report(
      DrillReport.Header header,
      UserView users,
      Optional<DrillReport.Return> returned,
      List<StepRecord> steps,
      Verdict verdict,
      List<String> findings) {
    boolean alarm = !header.planned();
    return new DrillReport(
        header,
        Optional.of(header.phase() + "-1"),
        FAULT,
        alarm ? Optional.of(FAULT.plusMillis(96_583)) : Optional.empty(),
        alarm ? Optional.of(FAULT.plusMillis(99_000)) : Optional.empty(),
        Optional.of(Duration.ofMillis(200_250)),
        users,
        returned,
        steps,
        Optional.empty(),
        new LowerBound(
            Map.of("promote", Duration.ofSeconds(180)), Map.of("promote", Duration.ofSeconds(360))),
        findings,
        verdict);
  }
}
