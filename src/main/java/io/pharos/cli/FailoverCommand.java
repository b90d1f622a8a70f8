package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Settings;
import io.pharos.drill.ActiveRegion;
import io.pharos.drill.FailoverRehearsal;
import io.pharos.drill.Failovers;
import io.pharos.drill.Operations;
import io.pharos.drill.Rehearsal;
import io.pharos.drill.RestoreRehearsal;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Starts the failover's state machine in the standby Region, and follows it. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Moves the application to the Region that does not serve now, because the active one is lost;"
          + " with --planned between two healthy Regions, losing nothing.",
      "It is refused when what would be lost is unknown or too much; a person can accept that with"
          + " --accept-data-loss. It follows the operation until it ends."
    })
final class FailoverCommand extends RegionsCommand {
  @Mixin private OperationOptions operation;

  @Option(
      names = "--planned",
      description = "Both Regions are well: writes are held and drained first, nothing is lost.")
  private boolean planned;

  @Option(
      names = "--accept-data-loss",
      description = "Goes on although data may be lost. Needs --by.")
  private boolean acceptDataLoss;

  @Option(names = "--by", paramLabel = "NAME", description = "Who accepts the loss.")
  private String by;

  @Option(
      names = "--to",
      paramLabel = "POSITION",
      description = "primary or secondary, where Pharos cannot see which one serves.")
  private Position to;

  @Option(
      names = "--restore-to",
      paramLabel = "TIME",
      description = {
        "With strategy backup-restore: restores the database as of this time, such as"
            + " 2026-01-31T12:00:00Z, and not as far as its backups reach. All that was written"
            + " later is lost."
      })
  private Instant restoreTo;

  @Override
  void check() {
    if (restoreTo != null && planned) {
      throw new ParameterException(
          commandLine(), "--restore-to: a --planned failover loses nothing, and restores nothing");
    }
    if (acceptDataLoss && (by == null || by.isBlank())) {
      throw new ParameterException(
          commandLine(), "--accept-data-loss needs --by NAME: who accepts the loss?");
    }
    if (acceptDataLoss && planned) {
      throw new ParameterException(
          commandLine(), "--accept-data-loss: a --planned failover loses nothing");
    }
  }

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.SECONDARY);
    Cloud cloud = surroundings().cloud();
    Position target =
        Optional.ofNullable(to).orElseGet(() -> ActiveRegion.of(cloud, settings).peer());
    if (planned && Failovers.unplanned(cloud, settings, target) == StateMachine.RESTORE) {
      throw new Refused(
          "Refused: a planned failover loses nothing, and "
              + settings.regions().of(target)
              + " has no replica: with strategy "
              + settings.strategy().word()
              + " only a lost Region is left, from backups. Nothing was started");
    }
    if (restoreTo != null && Failovers.unplanned(cloud, settings, target) != StateMachine.RESTORE) {
      throw new Refused(
          "Refused: --restore-to needs a database that is restored from backups, and "
              + settings.regions().of(target)
              + " has a replica, which has every mistake of the writer: it is promoted as it is."
              + " docs/runbooks/restore.md says how to look into an older state beside it. Nothing"
              + " was started");
    }
    Operations.Request request =
        planned
            ? Operations.Request.planned(operation.reason())
            : Operations.Request.unplanned(
                    operation.reason(), acceptDataLoss ? Optional.of(by) : Optional.empty())
                .asOf(Optional.ofNullable(restoreTo));
    if (operation.dryRun()) {
      return new RehearsedOperation(commandLine())
          .report(rehearse(cloud, settings, target, request), operation.json());
    }
    Operations operations =
        new Operations(
            cloud,
            settings.names(),
            settings.regions().of(target),
            planned ? StateMachine.FAILOVER : Failovers.unplanned(cloud, settings, target));
    return new StartedOperation(cloud, operations, commandLine())
        .report(operations.start(request), operation.follow(), operation.json());
  }

  private Rehearsal rehearse(
      Cloud cloud, Settings settings, Position target, Operations.Request request) {
    if (!request.planned()
        && Failovers.unplanned(cloud, settings, target) == StateMachine.RESTORE) {
      return new RestoreRehearsal(cloud, settings, target, request).run();
    }
    JsonNode outputs = surroundings().outputs(StackName.of(target.peer()));
    List<String> blocks = new ArrayList<>();
    outputs.path("appCidrs").forEach(block -> blocks.add(block.asText()));
    return new FailoverRehearsal(
            cloud,
            settings,
            target,
            new FailoverRehearsal.Targets(outputs.path("networkAclId").asText(), blocks),
            request)
        .run();
  }
}
