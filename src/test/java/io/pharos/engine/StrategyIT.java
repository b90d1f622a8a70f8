package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Capacity;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.drill.Drill;
import io.pharos.drill.DrillReport;
import io.pharos.drill.FailoverDrill;
import io.pharos.drill.SandboxStory;
import io.pharos.drill.Verdict;
import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A running system changes its strategy: one setting, nothing that holds data is touched. */
class StrategyIT {
  private static final List<StackName> REGIONS = List.of(StackName.PRIMARY, StackName.SECONDARY);

  @Test
  void aPilotLightBecomesAWarmStandby_mayGoBack_andTakesOver() {
    try (CopiedStage stage = CopiedStage.open("strategy")) {
      stage.cloud().pass(Duration.ofMinutes(12));
      assertThat(standbyGroup(stage).integer("desiredCapacity")).isZero();

      plan(stage, Strategy.WARM_STANDBY, new Capacity(1, 2, 1));
      REGIONS.forEach(name -> stage.deployment().up(name));
      stage.cloud().pass(Duration.ofMinutes(25));

      assertThat(standbyGroup(stage).integer("desiredCapacity")).isEqualTo(1);
      Settings warm = stage.deployment().settings(StackName.SECONDARY);
      assertThat(warm.strategy()).isEqualTo(Strategy.WARM_STANDBY);
      plan(stage, Strategy.PILOT_LIGHT, new Capacity(0, 0, 0));

      DrillReport report =
          Drill.open(
                  stage.cloud(),
                  stage.cloud(),
                  warm,
                  new Drill.Setting(Deployed.SEED, "any", List.of()),
                  line -> {})
              .loseRegion(FailoverDrill.Plan.dead(SandboxStory.faultOffset(Deployed.SEED)));

      assertThat(report.verdict()).isEqualTo(Verdict.MET);
      assertThat(report.steps())
          .filteredOn(step -> step.name().equals("capacity"))
          .isNotEmpty()
          .allSatisfy(step -> assertThat(step.detail()).contains("from 1 to 2"));
    }
  }

  /** Nothing but the posture changes, which the beacon applies. */
  private static void plan(CopiedStage stage, Strategy strategy, Capacity standby) {
    for (StackName name : StackName.values()) {
      stage.deployment().configure(name, settings(stage, name, strategy, standby));
    }
    for (StackName name : REGIONS) {
      assertThat(stage.deployment().plan(name).changes())
          .as("%s of %s", strategy, name)
          .extracting(PlannedChange::type, PlannedChange::kind)
          .containsExactly(tuple("aws:ssm/parameter:Parameter", PlannedChange.Kind.UPDATE));
    }
  }

  private static Map<String, String> settings(
      CopiedStage stage, StackName name, Strategy strategy, Capacity standby) {
    try {
      ObjectNode compute =
          (ObjectNode)
              Json.MAPPER.readTree(stage.deployment().configuration(name).get("pharos:compute"));
      compute
          .putObject("standby")
          .put("minSize", standby.minSize())
          .put("maxSize", standby.maxSize())
          .put("desiredCapacity", standby.desiredCapacity());
      return Map.of(
          "pharos:strategy",
          strategy.word(),
          "pharos:compute",
          Json.MAPPER.writeValueAsString(compute));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Resource standbyGroup(CopiedStage stage) {
    String region = stage.settings().regions().secondary();
    return stage.account().list("aws:autoscaling/group:Group", region).get(0);
  }
}
