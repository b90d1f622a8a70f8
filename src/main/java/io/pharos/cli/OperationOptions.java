package io.pharos.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every operation can be asked: why, to rehearse only, to be followed, to be written down. */
final class OperationOptions {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the journal.")
  private String reason = "not given";

  @Option(
      names = "--dry-run",
      description = "Says what it would do, with the values of this moment, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--no-wait", description = "Starts it and does not follow it.")
  private boolean noWait;

  @Option(names = "--wait", hidden = true, description = "What it does anyway.")
  private boolean wait;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the operation as JSON.")
  private Path json;

  String reason() {
    return reason;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean follow() {
    return !noWait;
  }

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }
}
