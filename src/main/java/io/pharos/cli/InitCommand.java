package io.pharos.cli;

import io.pharos.engine.StackName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes the three stacks known to the Pulumi backend, as references between them need it. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Initialises the three stacks in the Pulumi backend.",
      "Comes before the first preview, because stacks that read each other must exist."
    })
final class InitCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    pharos.surroundings().deployment(line -> {}).init();
    for (StackName stack : StackName.values()) {
      spec.commandLine().getOut().println(stack.word() + " is initialised");
    }
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
