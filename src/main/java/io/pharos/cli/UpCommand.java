package io.pharos.cli;

import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import java.util.List;
import picocli.CommandLine.Command;

/** Deploys one stack, or all in the order in which they need each other. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Deploys.",
      "All: primary, secondary, primary again (for the links to its peer), global."
    })
final class UpCommand extends StackOperation {
  @Override
  List<StackName> order() {
    return StackName.upOrder();
  }

  @Override
  Change run(Deployment deployment, StackName stack) {
    return deployment.up(stack);
  }
}
