package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.cli.Reconciled;
import io.pharos.cli.Runbook;
import io.pharos.cli.Terminal;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.drill.Drill;
import io.pharos.drill.DrillReport;
import io.pharos.drill.FailoverDrill;
import io.pharos.drill.RegionReadiness;
import io.pharos.drill.SandboxStory;
import io.pharos.drill.StepRecord;
import io.pharos.drill.Verdict;
import io.pharos.recovery.contract.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is deployed with backups alone gets a replica by one change of its settings, and back. */
final class ChangedStrategy {
  private static final List<StackName> REGIONS = List.of(StackName.PRIMARY, StackName.SECONDARY);
  private static final String REPLICA = "shop-prod-secondary-1";

  private ChangedStrategy() {}

  /** On copies; the stage stays as it is. */
  static void thereAndBack(SandboxStage stage, Path folder) {
    String name = "story-changed";
    try (CopiedStage copy =
        CopiedStage.of(folder, stage.cloud().world().account(), stage.settings(), name)) {
      Map<String, String> pilotLight = new HashMap<>(SandboxStage.with(Strategy.PILOT_LIGHT));
      pilotLight.putAll(SandboxStage.STORY);
      configure(copy, pilotLight);
      Settings settings = copy.deployment().settings(StackName.SECONDARY);
      // Users write from now on, while there are backups alone.
      Drill drill =
          Drill.open(
              copy.cloud(),
              copy.cloud(),
              settings,
              new Drill.Setting(Deployed.SEED, "any", List.of()),
              line -> {});
      for (StackName each : StackName.values()) {
        assertThat(objections(copy, each)).as(each.word()).isEmpty();
      }
      REGIONS.forEach(each -> copy.deployment().up(each));
      nothingIsLeftToDo(copy);
      copy.cloud().pass(Duration.ofMinutes(50));

      isReady(copy, settings, REPLICA);
      theWayBack(Deployed.folder(name), copy);
      DrillReport report =
          drill.loseRegion(FailoverDrill.Plan.dead(SandboxStory.faultOffset(Deployed.SEED)));
      assertThat(report.verdict()).isEqualTo(Verdict.MET);
      assertThat(report.steps()).extracting(StepRecord::name).contains("promote");
      assertThat(report.users().lostWrites()).isLessThan(10);
    }
  }

  /** While the secondary Region serves; nothing is changed. */
  static void isRefused(SandboxStage stage, Terminal shell) {
    Map<String, String> before = stage.deployment().configuration(StackName.SECONDARY);
    try {
      Map<String, String> pilotLight = new HashMap<>(SandboxStage.with(Strategy.PILOT_LIGHT));
      pilotLight.putAll(SandboxStage.STORY);
      pilotLight.put("pharos:active", "secondary");
      stage
          .deployment()
          .configure(StackName.SECONDARY, new Overrides(pilotLight).appliedTo(before));

      int deployed = shell.run("up", "secondary", "-q");
      assertThat(deployed).as(shell.out()).isEqualTo(1);
      assertThat(shell.out())
          .contains("pharos:strategy is pilot-light, but what is deployed is backup-restore")
          .doesNotContain("done:");
      int reconciled = shell.run("reconcile", "--dry-run");
      assertThat(reconciled).as(shell.out()).isEqualTo(1);
      assertThat(shell.err()).contains("pharos:strategy is pilot-light");
    } finally {
      stage.deployment().configure(StackName.SECONDARY, before);
    }
  }

  /** No plan deletes the replica: it is left first, and goes by `pharos retire`. */
  private static void theWayBack(Path folder, CopiedStage pilotLight) {
    String name = "story-changed-back";
    try (CopiedStage copy =
        CopiedStage.of(folder, pilotLight.account(), pilotLight.settings(), name)) {
      Reconciled shell = new Reconciled(copy, Deployed.folder(name));
      copy.cloud().pass(Duration.ofMinutes(12));
      configure(copy, SandboxStage.with(Strategy.BACKUP_RESTORE));
      assertThat(objections(copy, StackName.SECONDARY))
          .containsExactly("rds/instance database-1 would be deleted, and what it holds is lost");

      // Its last command, `retire`, is ReconcileIT's.
      for (String command : Runbook.commands("strategy").subList(3, 6)) {
        Reconciled.Said said = shell.run(Runbook.arguments(command));
        assertThat(said.exit()).as(said.toString().replace("%", "%%")).isZero();
      }
      copy.cloud().pass(Duration.ofMinutes(40));

      Settings settings = copy.deployment().settings(StackName.SECONDARY);
      assertThat(settings.generations(Position.SECONDARY).any()).isFalse();
      assertThat(settings.generations(Position.SECONDARY).retired()).containsExactly(1);
      isReady(copy, settings, "shop-prod-secondary-0");
    }
  }

  private static void configure(CopiedStage copy, Map<String, String> settings) {
    for (StackName name : StackName.values()) {
      Map<String, String> now = copy.deployment().configuration(name);
      copy.deployment().configure(name, new Overrides(settings).appliedTo(now));
    }
  }

  private static List<String> objections(CopiedStage copy, StackName name) {
    return new Gate(List.of())
        .objections(copy.deployment().plan(name)).stream().map(Objection::why).toList();
  }

  private static void nothingIsLeftToDo(CopiedStage copy) {
    for (StackName name : StackName.values()) {
      assertThat(copy.deployment().plan(name).changes()).as(name.word()).isEmpty();
    }
  }

  private static void isReady(CopiedStage copy, Settings settings, String database) {
    RegionReadiness ready = RegionReadiness.of(copy.cloud(), settings, Position.SECONDARY);
    assertThat(ready.state()).as("%s", ready.checks()).isEqualTo(RegionReadiness.State.READY);
    assertThat(ready.database()).isEqualTo(database);
  }
}
