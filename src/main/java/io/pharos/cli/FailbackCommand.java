package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.drill.ActiveRegion;
import io.pharos.drill.FailbackRehearsal;
import io.pharos.drill.Operations;
import io.pharos.drill.RegionTable;
import io.pharos.drill.UnfinishedFailback;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the failback in the primary Region, or makes the Region that does not serve a standby. */
@Command(
    name = "failback",
    mixinStandardHelpOptions = true,
    description = {
      "Brings the application back to the primary Region: a new database there replicates the one"
          + " that serves, the application is switched over as planned, and the secondary Region"
          + " becomes the standby again. Nothing is lost, and no former database is deleted.",
      "A failback that stopped or died is started again the same way, and goes on from there.",
      "With --stay the application stays where it is, and the other Region becomes its standby."
    })
final class FailbackCommand extends RegionsCommand {
  @Mixin private OperationOptions operation;

  @Option(
      names = "--stay",
      description = "Stays in the Region that serves now: only the standby is made anew.")
  private boolean stay;

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Cloud cloud = surroundings().cloud();
    Position active = ActiveRegion.of(cloud, settings);
    Position here = stay ? active.peer() : Position.PRIMARY;
    if (active == here && unfinished(cloud, settings).isEmpty()) {
      throw new Refused(
          "Refused: the application runs in the primary Region. To make the secondary one its"
              + " standby again: pharos failback --stay");
    }
    StateMachine kind = stay ? StateMachine.STANDBY : StateMachine.FAILBACK;
    if (operation.dryRun()) {
      return new RehearsedOperation(commandLine())
          .report(
              new FailbackRehearsal(cloud, settings, here, active, kind).run(), operation.json());
    }
    Operations operations =
        new Operations(
            cloud,
            settings.names(),
            List.of(settings.regions().of(here), settings.regions().of(here.peer())),
            kind);
    return new StartedOperation(cloud, operations, commandLine())
        .report(
            operations.start(Operations.Request.planned(operation.reason())),
            operation.follow(),
            operation.json());
  }

  /** One that has moved the application already, and has parts left. */
  private static Optional<String> unfinished(Cloud cloud, Settings settings) {
    return UnfinishedFailback.last(
        new RegionTable(cloud, settings.names(), settings.regions().primary()));
  }
}
