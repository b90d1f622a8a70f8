package io.pharos.cli;

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

/** A command that runs Pulumi on one stack, or on one after the other. */
abstract class StacksCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Mixin private StackChoice choice;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the result, not what Pulumi prints.")
  private boolean quiet;

  /** The order for all stacks. */
  abstract List<StackName> order();

  final List<StackName> stacks() {
    return choice.in(order());
  }

  final Surroundings surroundings() {
    return pharos.surroundings();
  }

  /** What Pulumi prints is progress. */
  final Deployment deployment() {
    PrintWriter err = spec.commandLine().getErr();
    return surroundings().deployment(quiet ? line -> {} : line -> say(err, line));
  }

  /** Prints a part of the result as it is. */
  final void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  /** Says a line of the result. */
  final void say(String line) {
    say(spec.commandLine().getOut(), line);
  }

  private static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }
}
