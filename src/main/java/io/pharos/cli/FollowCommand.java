package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.drill.Operation;
import io.pharos.drill.Operations;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Follows an operation that somebody else has started, and ends as it ends. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    description = {
      "Follows the newest failover or failback to its end, whoever has started it, and ends with its"
          + " exit code: the second half of 'pharos failback --no-wait', for a job that comes later.",
      "Refused when none was started lately."
    })
final class FollowCommand extends RegionsCommand {
  @Option(
      names = "--since-hours",
      paramLabel = "N",
      defaultValue = "24",
      description = "None older than this. Default: ${DEFAULT-VALUE}.")
  private int sinceHours;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the operation as JSON.")
  private Path json;

  private record Found(Operations operations, Operation operation) {}

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Cloud cloud = surroundings().cloud();
    Instant since = cloud.clock().instant().minus(Duration.ofHours(sinceHours));
    List<Found> all =
        operations(settings, cloud).stream()
            .flatMap(operations -> newest(operations, since).stream())
            .toList();
    // A failback starts parts of its own: it began before them, and ends after them.
    Found found =
        all.stream()
            .filter(each -> each.operation().ended().isEmpty())
            .min(Comparator.comparing(each -> each.operation().started()))
            .or(
                () ->
                    all.stream()
                        .max(Comparator.comparing(each -> each.operation().ended().orElseThrow())))
            .orElseThrow(
                () ->
                    new Refused(
                        "Refused: no failover or failback was started in the last "
                            + sinceHours
                            + " hours.\nSee: pharos status"));
    return new StartedOperation(cloud, found.operations(), commandLine())
        .report(found.operation(), true, Optional.ofNullable(json));
  }

  private static Optional<Found> newest(Operations operations, Instant since) {
    try {
      return operations.newest(since).map(operation -> new Found(operations, operation));
    } catch (SdkClientException e) {
      // A Region that is lost does not answer, and what it did is over.
      return Optional.empty();
    }
  }

  private static List<Operations> operations(Settings settings, Cloud cloud) {
    List<Operations> all = new ArrayList<>();
    for (StateMachine kind :
        List.of(StateMachine.FAILOVER, StateMachine.FAILBACK, StateMachine.STANDBY)) {
      for (Position position : Position.values()) {
        all.add(
            new Operations(
                cloud,
                settings.names(),
                List.of(settings.regions().of(position), settings.regions().of(position.peer())),
                kind));
      }
    }
    return all;
  }
}
