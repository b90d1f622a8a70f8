package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.engine.Deployment;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Deploys one stack, or all in the order in which they need each other, each behind a gate. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Deploys. All: primary, secondary, primary again (for the links to its peer), global.",
      "Each stack is previewed first; the replacement or deletion of what holds data, a port that"
          + " the whole Internet could reach, and another active Region than the one that serves"
          + " are refused unless they are allowed by name."
    })
final class UpCommand extends GatedOperation {
  @Override
  List<StackName> order() {
    return StackName.upOrder();
  }

  @Override
  Optional<String> act(Deployment deployment, StackName stack) {
    return Optional.of(String.format("%-10s done: %s", stack.word(), deployment.up(stack)));
  }

  @Override
  Reconciliation.Lock lock(Surroundings surroundings, Settings settings) {
    return surroundings.lock(settings, "up");
  }

  @Override
  boolean lookOn() {
    return false;
  }

  @Override
  String consequence() {
    return "this stack and those after it were not changed";
  }
}
