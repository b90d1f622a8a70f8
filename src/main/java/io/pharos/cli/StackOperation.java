package io.pharos.cli;

import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import java.util.List;

/** A command that runs Pulumi on one stack after the other and says what each time changed. */
abstract class StackOperation extends StacksCommand {

  @Override
  public final Integer call() {
    Deployment deployment = deployment();
    List<StackName> stacks = stacks();
    // Everything is checked before anything is changed.
    stacks.stream().distinct().forEach(stack -> check(deployment, stack));
    begin(deployment, stacks);
    for (StackName stack : stacks) {
      Change change = run(deployment, stack);
      say(String.format("%-10s %s", stack.word(), change));
    }
    end();
    return ExitCode.DONE;
  }

  /** What is said, or still refused, when all have passed their check and none is touched yet. */
  void begin(Deployment deployment, List<StackName> stacks) {}

  /** What is said when all are done. */
  void end() {}

  abstract Change run(Deployment deployment, StackName stack);

  /** Throws when this stack must not, or cannot, be touched. */
  void check(Deployment deployment, StackName stack) {
    deployment.settings(stack);
  }
}
