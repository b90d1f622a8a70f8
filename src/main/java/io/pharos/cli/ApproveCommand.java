package io.pharos.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets an operation go on that an alarm raised and that waits for a person. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Lets an operation go on that waits for approval (failover.trigger: approval).")
final class ApproveCommand extends AnswerCommand {
  @Option(
      names = "--accept-data-loss",
      description = "Goes on although data may be lost; the journal says who accepted it.")
  private boolean acceptDataLoss;

  ApproveCommand() {
    super("approved", "it goes on");
  }

  @Override
  boolean give(Waiting waiting, String by) {
    return waiting.approvals().approve(waiting.operation(), by, acceptDataLoss);
  }
}
