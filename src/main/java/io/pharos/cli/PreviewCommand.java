package io.pharos.cli;

import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows what up would change. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {"Shows what up would change."})
final class PreviewCommand extends StackOperation {
  @Override
  List<StackName> order() {
    return List.of(StackName.values());
  }

  @Override
  Change run(Deployment deployment, StackName stack) {
    return deployment.preview(stack);
  }
}
