package io.pharos.cli;

import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that runs Pulumi on one stack after the other and says what each time changed. */
abstract class StackOperation implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Mixin private StackChoice choice;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the result, not what Pulumi prints.")
  private boolean quiet;

  @Override
  public final Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Deployment deployment =
        pharos.surroundings().deployment(quiet ? line -> {} : line -> say(err, line));
    List<StackName> stacks = choice.in(order());
    // Everything is checked before anything is changed.
    stacks.stream().distinct().forEach(stack -> check(deployment, stack));
    for (StackName stack : stacks) {
      Change change = run(deployment, stack);
      say(out, String.format("%-10s %s", stack.word(), change));
    }
    return ExitCode.DONE;
  }

  /** The order for all stacks. */
  abstract List<StackName> order();

  abstract Change run(Deployment deployment, StackName stack);

  /** Throws when this stack must not, or cannot, be touched. */
  void check(Deployment deployment, StackName stack) {
    deployment.settings(stack);
  }

  private static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }
}
