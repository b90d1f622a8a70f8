package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.drill.Operation;
import io.pharos.drill.Operations;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Starts the failover's state machine in the standby Region, and follows it. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Moves the application to the standby Region, because the active one is lost.",
      "It is refused when what would be lost is unknown or too much; a person can accept that with"
          + " --accept-data-loss."
    })
final class FailoverCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the journal.")
  private String reason = "not given";

  @Option(
      names = "--accept-data-loss",
      description = "Goes on although data may be lost. Needs --by.")
  private boolean acceptDataLoss;

  @Option(names = "--by", paramLabel = "NAME", description = "Who accepts the loss.")
  private String by;

  @Option(names = "--wait", description = "Follows it until it ends.")
  private boolean wait;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the operation as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (acceptDataLoss && (by == null || by.isBlank())) {
      throw new ParameterException(
          spec.commandLine(), "--accept-data-loss needs --by NAME: who accepts the loss?");
    }
    if (pharos.surroundings().served().isPresent()) {
      return ServedSandbox.at(pharos.surroundings().served().get()).run(spec.commandLine());
    }
    Settings settings = pharos.surroundings().deployment(line -> {}).settings(StackName.SECONDARY);
    if (settings.active() != Position.PRIMARY) {
      throw new Refusal(
          "Refused: pharos:active is "
              + settings.active().word()
              + ", and this moves the application from the primary to the secondary Region only.");
    }
    Cloud cloud = pharos.surroundings().cloud();
    Operations operations =
        new Operations(cloud, settings.names(), settings.regions().of(Position.SECONDARY));
    Operation operation =
        operations.start(
            Operations.Request.unplanned(
                reason, acceptDataLoss ? Optional.of(by) : Optional.empty()));
    return new StartedOperation(cloud, operations, spec.commandLine())
        .report(operation, wait, Optional.ofNullable(json));
  }
}
