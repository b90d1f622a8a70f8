package io.pharos.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What every run in a sandbox of its own can be given. */
final class SandboxOptions {
  @Option(
      names = "--seed",
      defaultValue = "42",
      description =
          "Decides everything that varies; equal seeds give equal reports. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting for this run, such as pharos:objectives.rtoSeconds=600.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress, only the result.")
  private boolean quiet;

  long seed() {
    return seed;
  }

  Map<String, String> settings() {
    return settings;
  }

  Consumer<String> progress(CommandLine command) {
    return quiet ? line -> {} : Pharos.progress(command);
  }
}
