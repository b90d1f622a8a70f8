package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.Position;
import io.pharos.world.FaultSwitch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JunitXmlTest {
  private static DrillStep step(DrillStep.Action action) {
    return new DrillStep(action, Position.PRIMARY, FaultSwitch.Kind.DEAD, true, Map.of());
  }

  private static final ScriptedDrill.Run RUN =
      new ScriptedDrill.Run(
          new DrillFile("failover", "What it proves.", List.of(), List.of()),
          List.of(
              new ScriptedDrill.Outcome(
                  step(DrillStep.Action.LOSE),
                  Optional.of(Reports.met()),
                  List.of("rtoSeconds is 311.6, expected at most 1", "a <second> one"),
                  false),
              new ScriptedDrill.Outcome(
                  step(DrillStep.Action.RECONCILE), Optional.empty(), List.of(), true),
              new ScriptedDrill.Outcome(
                  step(DrillStep.Action.HEAL), Optional.empty(), List.of(), false),
              new ScriptedDrill.Outcome(
                  step(DrillStep.Action.REHEARSE),
                  Optional.empty(),
                  List.of(),
                  false,
                  List.of("it looked at the database only"))));

  @Test
  void eachStepIsATest_withTheFigureThatFailedIt() {
    assertThat(JunitXml.of(RUN))
        .contains("<testsuite name=\"drill failover\" tests=\"4\" failures=\"1\" skipped=\"1\">")
        .contains(
            "<testcase classname=\"failover\" name=\"1 lose primary\"><failure message=\"rtoSeconds"
                + " is 311.6, expected at most 1\">")
        .contains("a &lt;second&gt; one</failure>")
        .contains("name=\"2 reconcile\"><skipped")
        .contains("name=\"3 heal primary\"></testcase>")
        .contains(
            "name=\"4 rehearse promotion\"><system-out>it looked at the database only</system-out>");
  }

  @Test
  void aDrillWithAFailureIsMissed() {
    assertThat(RUN.verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void aLimitIsComparedWithWhatWasMeasured() {
    assertThat(Limit.RTO_SECONDS.exceeded(Reports.met(), 311)).isPresent();
    assertThat(Limit.RTO_SECONDS.exceeded(Reports.met(), 312)).isEmpty();
    assertThat(Limit.RTO_SECONDS.exceeded(Reports.stopped(), 312))
        .contains("rtoSeconds was not measured; at most 312 was expected");
    assertThat(Limit.LOST_WRITES.exceeded(Reports.met(), 2))
        .contains("lostWrites is 3, expected at most 2");
    assertThat(Limit.STRAY_WRITES.exceeded(Reports.returned(), 29)).isEmpty();
  }
}
