package io.pharos.cli;

import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import java.util.List;
import picocli.CommandLine.Command;

/** Brings the state up to date with reality. */
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {"Compares the state with what is really there, and corrects the state."})
final class RefreshCommand extends StackOperation {
  @Override
  List<StackName> order() {
    return List.of(StackName.values());
  }

  @Override
  Change run(Deployment deployment, StackName stack) {
    return deployment.refresh(stack);
  }
}
