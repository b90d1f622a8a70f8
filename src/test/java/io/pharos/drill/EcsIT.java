package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.ComputeKind;
import io.pharos.config.Strategy;
import io.pharos.engine.Deployed;
import io.pharos.engine.SandboxStage;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Resource;
import io.pharos.simulation.Handful;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application as tasks on Fargate, on the real engine, with every strategy. */
class EcsIT {

  private static SandboxStage deployed(String folder, Map<String, String> more) {
    Map<String, String> overrides = new HashMap<>(SandboxStage.STORY);
    overrides.putAll(SandboxStage.with(ComputeKind.ECS));
    overrides.putAll(more);
    SandboxStage stage =
        SandboxStage.open(
            Deployed.ROOT, Deployed.folder(folder), Deployed.SEED, overrides, line -> {});
    SandboxStory.deploy(stage, line -> {});
    return stage;
  }

  @Test
  void withAPilotLight_aSecondUpChangesNothing_andTheStoryGoesThereAndBack() {
    try (SandboxStage stage = deployed("ecs", Map.of())) {
      changesNothing(stage);
      stage.cloud().pass(Duration.ofMinutes(20));
      changesNothing(stage);

      List<Phase> phases =
          SandboxStory.play(stage, Deployed.SEED, SandboxStory.Beginning.LOSS, line -> {});

      assertThat(phases).hasSize(4).extracting(Phase::verdict).containsOnly(Verdict.MET);
      DrillReport failover = (DrillReport) phases.get(0);
      assertThat(failover.steps())
          .filteredOn(step -> step.name().equals("capacity"))
          .allSatisfy(step -> assertThat(step.detail()).contains("shop-prod-app from 0 to 2"));
      assertThat(failover.findings()).isEmpty();
      aRehearsalSaysThatItLooksAtTheDatabaseOnly(stage);
    }
  }

  @Test
  void withAWarmStandby_aLostComputeIsSurvived_andItsTasksAreRenewed() {
    Map<String, String> warm =
        Map.of(
            "pharos:strategy", "warm-standby",
            "pharos:compute.standby.minSize", "1",
            "pharos:compute.standby.maxSize", "1",
            "pharos:compute.standby.desiredCapacity", "1");
    try (SandboxStage stage = deployed("ecs-warm", warm)) {
      changesNothing(stage);
      Handful.keepsEveryPromise(stage, 8);
      DrillGround ground = DrillGround.of(stage);

      DrillReport report =
          ground.open(Deployed.SEED, line -> {}).lose(ground.compute(Position.PRIMARY));

      assertThat(report.findings()).isEmpty();
      assertThat(report.verdict()).isEqualTo(Verdict.MET);
      assertThat(report.steps())
          .filteredOn(step -> step.name().equals("capacity"))
          .allSatisfy(step -> assertThat(step.detail()).contains("shop-prod-app from 1 to 2"));
    }
  }

  @Test
  void withBackupsAlone_theStandbyIsALoadBalancer_andEverythingCanBeDestroyed() {
    try (SandboxStage stage =
        deployed("ecs-restored", SandboxStage.with(Strategy.BACKUP_RESTORE))) {
      changesNothing(stage);
      assertThat(StandingCost.of(stage.cloud(), stage.settings(), Position.SECONDARY).drivers())
          .containsExactly(Map.entry("load balancer", 1));
      Handful.keepsEveryPromise(stage, 4);

      for (StackName name : StackName.destroyOrder()) {
        stage.deployment().destroy(name);
        assertThat(stage.deployment().resources(name)).isZero();
      }

      assertThat(stage.cloud().world().account().all())
          .filteredOn(left -> left.type().matches("aws:(ecs|appautoscaling|lb|iam)/.*"))
          .extracting(Resource::id)
          .containsExactlyInAnyOrder(
              "AWSServiceRoleForECS", "AWSServiceRoleForApplicationAutoScaling_ECSService");
    }
  }

  private static void aRehearsalSaysThatItLooksAtTheDatabaseOnly(SandboxStage stage) {
    ReplicaRehearsal.Found found =
        DrillGround.of(stage).open(Deployed.SEED, line -> {}).rehearsePromotion();

    assertThat(found.problems()).isEmpty();
    assertThat(found.notes())
        .containsExactly(
            "it looked at the database only: with compute.kind ecs no task is run on the copy");
  }

  private static void changesNothing(SandboxStage stage) {
    for (StackName name : StackName.values()) {
      assertThat(stage.deployment().plan(name).changes()).as(name.word()).isEmpty();
    }
  }
}
