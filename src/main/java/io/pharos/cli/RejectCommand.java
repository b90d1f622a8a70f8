package io.pharos.cli;

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

/** Ends an operation that an alarm raised and that waits for a person; nothing was changed. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = "Ends an operation that waits for approval (failover.trigger: approval).")
final class RejectCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "OPERATION", description = "Its id, as the e-mail says it.")
  private String operation;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      required = true,
      description = "Who says no; goes into the journal.")
  private String by;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the journal.")
  private String reason = "no reason given";

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the answer as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (pharos.surroundings().served().isPresent()) {
      return ServedSandbox.at(pharos.surroundings().served().get()).run(spec.commandLine());
    }
    Waiting waiting = Waiting.find(pharos.surroundings(), operation);
    if (!waiting.approvals().reject(waiting.operation(), by, reason)) {
      throw Waiting.notWaiting(operation);
    }
    spec.commandLine().getOut().println(operation + " rejected by " + by + ": nothing is changed");
    spec.commandLine().getOut().flush();
    if (json != null) {
      Files.writeString(json, Waiting.answer(operation, "rejected", by));
    }
    return ExitCode.DONE;
  }
}
