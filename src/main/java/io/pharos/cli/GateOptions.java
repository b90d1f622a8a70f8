package io.pharos.cli;

import io.pharos.engine.Allowance;
import io.pharos.engine.Gate;
import io.pharos.engine.PlanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a person allows a gate to let pass, and where the plans are written. */
final class GateOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--allow",
      paramLabel = "WHAT:NAME",
      description =
          "Lets pass what is refused otherwise, once for each: replace:NAME and delete:NAME for"
              + " resources that hold data, open:NAME for a port that the Internet may reach,"
              + " active:POSITION for another active Region than the one that serves.")
  private List<String> allowed = new ArrayList<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the plans as JSON.")
  private Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Writes them as Markdown, for a comment on a pull request.")
  private Path markdown;

  Gate gate() {
    try {
      return new Gate(allowed.stream().map(Allowance::of).toList());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--allow: " + e.getMessage(), e);
    }
  }

  void write(PlanReport report) throws IOException {
    if (json != null) {
      Files.writeString(json, report.json());
    }
    if (markdown != null) {
      Files.writeString(markdown, report.markdown());
    }
  }
}
