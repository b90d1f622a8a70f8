package io.pharos.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends an operation that an alarm raised and that waits for a person; nothing was changed. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = "Ends an operation that waits for approval (failover.trigger: approval).")
final class RejectCommand extends AnswerCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the journal.")
  private String reason = "no reason given";

  RejectCommand() {
    super("rejected", "nothing is changed");
  }

  @Override
  boolean give(Waiting waiting, String by) {
    return waiting.approvals().reject(waiting.operation(), by, reason);
  }
}
