package io.pharos.cli;

import io.pharos.drill.Approvals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lets an operation go on that an alarm raised and that waits for a person. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Lets an operation go on that waits for approval (failover.trigger: approval).")
final class ApproveCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "OPERATION", description = "Its id, as the e-mail says it.")
  private String operation;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      required = true,
      description = "Who approves; goes into the journal.")
  private String by;

  @Option(
      names = "--accept-data-loss",
      description = "Goes on although data may be lost; the journal says who accepted it.")
  private boolean acceptDataLoss;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the answer as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (pharos.surroundings().served().isPresent()) {
      return ServedSandbox.at(pharos.surroundings().served().get()).run(spec.commandLine());
    }
    Waiting waiting = Waiting.find(pharos.surroundings(), operation);
    Approvals.Pending pending = waiting.operation();
    if (!waiting.approvals().approve(pending, by, acceptDataLoss)) {
      throw Waiting.notWaiting(operation);
    }
    spec.commandLine().getOut().println(operation + " approved by " + by + ": it goes on");
    spec.commandLine().getOut().flush();
    if (json != null) {
      Files.writeString(json, Waiting.answer(operation, "approved", by));
    }
    return ExitCode.DONE;
  }
}
