package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.cli.Runbook;
import io.pharos.cli.Terminal;
import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Json;
import io.pharos.config.Strategy;
import io.pharos.drill.ActiveRegion;
import io.pharos.drill.ReportJson;
import io.pharos.drill.SandboxStory;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Latency;
import io.pharos.simulation.Handful;
import io.pharos.world.FaultSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The story of a standby that has backups and no database: lost, restored when a person says so,
 * and back, with Pulumi's state agreeing after each.
 */
class RestoreStoryIT {
  private static List<String> databases(SandboxStage stage, Position position) {
    return stage
        .cloud()
        .client(RdsClient.class, stage.settings().regions().of(position))
        .describeDBInstances()
        .dbInstances()
        .stream()
        .map(DBInstance::dbInstanceIdentifier)
        .toList();
  }

  private static void nothingIsLeftToDo(SandboxStage stage) {
    for (StackName stack : StackName.values()) {
      assertThat(stage.deployment().plan(stack).changes()).as(stack.word()).isEmpty();
    }
  }

  @Test
  void theStandbyIsRestoredAndTheApplicationComesBack() throws Exception {
    Map<String, String> settings = new HashMap<>(SandboxStage.STORY);
    settings.putAll(SandboxStage.with(Strategy.BACKUP_RESTORE));
    try (SandboxStage stage =
        SandboxStage.open(
            Deployed.ROOT, Deployed.folder("story-restore"), Deployed.SEED, settings, line -> {})) {
      SandboxStory.deploy(stage, line -> {});
      nothingIsLeftToDo(stage);
      assertThat(databases(stage, Position.SECONDARY)).isEmpty();
      Handful.keepsEveryPromise(stage, 4);
      theRunbookLeadsThere(stage);
      ChangedStrategy.thereAndBack(stage, Deployed.folder("story-restore"));

      JsonNode run =
          Json.MAPPER.readTree(
              ReportJson.run(
                  SandboxStory.play(
                      stage, Deployed.SEED, SandboxStory.Beginning.LOSS, line -> {})));

      assertThat(run.path("verdict").asText()).isEqualTo("met");
      assertThat(run.path("phases").findValuesAsText("phase"))
          .containsExactly("failover", "reconcile", "failback", "reconcile");
      restored(run.at("/phases/0"));
      for (int reconcile : List.of(1, 3)) {
        assertThat(run.at("/phases/" + reconcile + "/verdict").asText()).isEqualTo("met");
      }
      assertThat(run.at("/phases/2/measured/lostWrites").asInt(-1)).isZero();
      assertThat(databases(stage, Position.PRIMARY))
          .containsExactly("shop-prod-primary-1", "shop-prod-primary-2");
      assertThat(databases(stage, Position.SECONDARY)).containsExactly("shop-prod-secondary-1");
      nothingIsLeftToDo(stage);
    }
  }

  @Test
  void fromTheVault_withTasksAndPostgres_theNewestCopyIsRestored() throws Exception {
    Map<String, String> settings = new HashMap<>(SandboxStage.STORY);
    settings.putAll(SandboxStage.restoredFromVault());
    settings.putAll(SandboxStage.with(ComputeKind.ECS));
    settings.putAll(SandboxStage.with(Engine.POSTGRES));
    try (SandboxStage stage =
        SandboxStage.open(
            Deployed.ROOT, Deployed.folder("story-vault"), Deployed.SEED, settings, line -> {})) {
      SandboxStory.deploy(stage, line -> {});
      aDryRunNamesTheCopy(stage);

      JsonNode run =
          Json.MAPPER.readTree(
              ReportJson.run(
                  SandboxStory.play(
                      stage, Deployed.SEED, SandboxStory.Beginning.LOSS, line -> {})));

      assertThat(run.path("verdict").asText()).isEqualTo("met");
      assertThat(run.path("phases").findValuesAsText("phase"))
          .containsExactly("failover", "reconcile", "failback", "reconcile");
      JsonNode failover = run.at("/phases/0");
      // A snapshot, and its copy in the other Region, are not made in less.
      assertThat(failover.at("/measured/rpoSeconds").asDouble()).isBetween(690.0, 14_400.0);
      assertThat(failover.at("/measured/reportedLostWrites").asInt(-1))
          .isEqualTo(failover.at("/measured/lostWrites").asInt());
      assertThat(databases(stage, Position.SECONDARY)).containsExactly("shop-prod-secondary-1");
      nothingIsLeftToDo(stage);
    }
  }

  /** In a world of its own, in which the plan's first copy comes soon. */
  private static void aDryRunNamesTheCopy(SandboxStage stage) {
    Terminal shell = Terminal.open(stage, stage.cloud().world().account().copy());
    shell.cloud().pass(Duration.ofMinutes(10));
    assertThat(shell.run("failover", "--dry-run")).isEqualTo(1);
    assertThat(shell.out()).contains("NOTHING_TO_RESTORE: no complete copy of shop-prod-primary-1");
    Latency latency = shell.cloud().world().latency();
    latency.with("backup.start", Duration.ofMinutes(2));
    latency.with("rds.snapshot", Duration.ofMinutes(2));
    latency.with("rds.copySnapshot", Duration.ofMinutes(12));
    shell.cloud().pass(Duration.ofMinutes(60));
    assertThat(shell.run("failover", "--dry-run")).as(shell.out()).isZero();
    assertThat(shell.out())
        .contains("restored from the vault", "copy awsbackup:copyjob-", "of shop-prod-primary-1");
    assertThat(shell.run("failover", "--dry-run", "--restore-to", "2020-01-01T00:00:00Z"))
        .isEqualTo(1);
    assertThat(shell.out()).contains("TIME_NOT_RESTORABLE: no copy in the vault is as old as");
    assertThat(shell.run("status")).isZero();
    assertThat(shell.out()).contains("the newest copy of shop-prod-primary-1 is of 20");
  }

  /** In a world of its own: the commands of the runbook, as they are written there. */
  private static void theRunbookLeadsThere(SandboxStage stage) {
    Terminal shell = Terminal.open(stage, stage.cloud().world().account().copy());
    shell.cloud().pass(Duration.ofMinutes(30));
    shell.cloud().fail(stage.settings().regions().primary(), FaultSwitch.Kind.DEAD);
    shell.cloud().pass(Duration.ofMinutes(3));
    Instant now = shell.cloud().clock().instant();
    Duration tenMinutes = Duration.ofMinutes(10);
    assertThat(shell.run("failover", "--dry-run", "--restore-to", "" + now.plus(tenMinutes)))
        .isEqualTo(1);
    assertThat(shell.out()).contains("TIME_NOT_RESTORABLE: backups can be restored to any time");
    assertThat(shell.run("failover", "--dry-run", "--restore-to", "" + now.minus(tenMinutes)))
        .as(shell.out())
        .isZero();
    assertThat(shell.out()).contains("as of " + now.minus(tenMinutes));
    List<String> commands = Runbook.commands("restore");
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      int exit = shell.run(Runbook.arguments(command));
      assertThat(exit).as(command + "\n" + shell.out() + shell.err()).isZero();
    }
    assertThat(ActiveRegion.of(shell.cloud(), stage.settings())).isEqualTo(Position.SECONDARY);
    ChangedStrategy.isRefused(stage, shell);
  }

  private static void restored(JsonNode phase) {
    JsonNode measured = phase.path("measured");
    assertThat(phase.path("strategy").asText()).isEqualTo("backup-restore");
    assertThat(measured.path("rtoSeconds").asDouble())
        .isBetween(phase.at("/lowerBound/rtoSeconds").asDouble(), 14_400.0);
    assertThat(measured.path("rpoSeconds").asDouble()).isBetween(1.0, 900.0);
    assertThat(measured.path("lostWrites").asInt()).isPositive();
    assertThat(measured.path("reportedLostWrites").asInt(-1))
        .isEqualTo(measured.path("lostWrites").asInt());
    assertThat(measured.path("maxConcurrentWriters").asInt()).isEqualTo(1);
    List<String> critical = new ArrayList<>();
    phase
        .path("steps")
        .forEach(
            step -> {
              if (step.path("critical").asBoolean()) {
                critical.add(step.path("name").asText());
              }
            });
    assertThat(critical).contains("restore", "capacity", "verify", "takeover");
  }
}
