package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.engine.Deployment;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Shows what up would change, and whether its gate would let it pass. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what up would change, and whether it would be refused: exit code 1 then.",
      "Refused are the replacement or deletion of what holds data, a port that the whole Internet"
          + " could reach, and another active Region than the one that serves."
    })
final class PreviewCommand extends GatedOperation {
  @Override
  List<StackName> order() {
    return List.of(StackName.values());
  }

  @Override
  Optional<String> act(Deployment deployment, StackName stack) {
    return Optional.empty();
  }

  @Override
  Reconciliation.Lock lock(Surroundings surroundings, Settings settings) {
    return Reconciliation.Lock.NONE;
  }

  @Override
  boolean lookOn() {
    return true;
  }

  @Override
  String consequence() {
    return "up would stop here";
  }
}
