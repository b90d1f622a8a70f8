package io.pharos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's answer to an operation that an alarm raised and that waits for it. */
abstract class AnswerCommand extends RegionsCommand {
  @Parameters(paramLabel = "OPERATION", description = "Its id, as the e-mail says it.")
  private String operation;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      required = true,
      description = "Who decides; goes into the journal.")
  private String by;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the answer as JSON.")
  private Path json;

  private final String answer;
  private final String consequence;

  /**
   * @param answer the word for it, in the past: approved
   * @param consequence what follows from it
   */
  AnswerCommand(String answer, String consequence) {
    this.answer = answer;
    this.consequence = consequence;
  }

  /** Gives the answer; false when the operation waits no longer. */
  abstract boolean give(Waiting waiting, String by);

  @Override
  final int act() throws IOException {
    if (!give(Waiting.find(surroundings(), operation), by)) {
      throw Waiting.notWaiting(operation);
    }
    commandLine().getOut().println(operation + " " + answer + " by " + by + ": " + consequence);
    commandLine().getOut().flush();
    if (json != null) {
      Files.writeString(json, Waiting.answer(operation, answer, by));
    }
    return ExitCode.DONE;
  }
}
