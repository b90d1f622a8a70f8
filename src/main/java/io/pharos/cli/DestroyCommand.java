package io.pharos.cli;

import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import java.util.List;
import picocli.CommandLine.Command;

/** Deletes stacks, unless they are protected: then it refuses before anything has happened. */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes everything, in reverse order.",
      "Refused while pharos:protection is on."
    })
final class DestroyCommand extends StackOperation {
  @Override
  List<StackName> order() {
    return StackName.destroyOrder();
  }

  @Override
  void check(Deployment deployment, StackName stack) {
    if (deployment.settings(stack).protection().isOn()) {
      throw new Refused(
          "Refused: pharos:protection is on for stack "
              + stack.word()
              + "; nothing was deleted.\n"
              + "To give up what it protects, data included:\n"
              + "  pulumi config set pharos:protection off --stack "
              + stack.word()
              + "\n  pharos up "
              + stack.word()
              + "\n  pharos destroy "
              + stack.word());
    }
  }

  @Override
  Change run(Deployment deployment, StackName stack) {
    return deployment.destroy(stack);
  }
}
