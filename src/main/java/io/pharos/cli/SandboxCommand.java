package io.pharos.cli;

import io.pharos.drill.Comparison;
import io.pharos.drill.Phase;
import io.pharos.drill.ReportJson;
import io.pharos.drill.SandboxStory;
import io.pharos.drill.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The story: three stacks in the sandbox, a Region lost, the other one serving, and back. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Plays the whole story on this machine: deploy, a Region is lost, the other one serves, and"
          + " back again.",
      "Deploys the three stacks with the real Pulumi engine into a simulated AWS, lets users write,"
          + " takes the primary Region away, and shows how the secondary one takes over, how the"
          + " lost Region fences itself when it returns, and how the application comes back, with"
          + " the figures. Needs no AWS account.",
      "The state stays in the folder of --out and is replaced by the next run."
    },
    synopsisSubcommandLabel = "[serve]",
    subcommands = ServeCommand.class)
final class SandboxCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;
  @Mixin private SandboxOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/sandbox",
      description = "Where state, run.json and report.html go. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report there as well.")
  private Path json;

  @Option(
      names = "--planned",
      description = "Begins with a planned switch between two healthy Regions instead of a loss.")
  private boolean planned;

  @Option(
      names = "--all",
      description =
          "Plays every strategy with every kind of compute and every engine, one after the other,"
              + " and shows them side by side. Some minutes; --strategy, --compute and --engine do"
              + " not go with it, --routing does.")
  private boolean all;

  Pharos pharos() {
    return pharos;
  }

  @Override
  public Integer call() throws IOException {
    if (json != null) {
      // Found out now rather than after the run.
      requireWritable(json.toAbsolutePath());
    }
    return all ? compare() : tell();
  }

  private Integer tell() throws IOException {
    List<Phase> phases =
        new SandboxStory(
                pharos.surroundings().root(),
                out.toAbsolutePath(),
                options.seed(),
                beginning(),
                options.settings(),
                options.progress(spec.commandLine()))
            .run();
    if (json != null) {
      Files.writeString(json, ReportJson.run(phases));
    }
    PrintWriter result = spec.commandLine().getOut();
    phases.forEach(phase -> result.print(phase.text()));
    result.println("  report       " + out.resolve("report.html"));
    result.flush();
    return ExitCode.of(Verdict.worst(phases.stream().map(Phase::verdict).toList()));
  }

  private Integer compare() throws IOException {
    if (options.chosen()) {
      throw new ParameterException(
          spec.commandLine(),
          "--all plays every strategy, kind of compute and engine: leave --strategy, --compute and"
              + " --engine out.");
    }
    Comparison comparison =
        Comparison.play(
            pharos.surroundings().root(),
            out.toAbsolutePath(),
            options.seed(),
            beginning(),
            options.settings(),
            options.progress(spec.commandLine()));
    if (json != null) {
      Files.writeString(json, comparison.json());
    }
    PrintWriter result = spec.commandLine().getOut();
    result.print(comparison.text());
    result.println("Each has its report.html in a folder of its own in " + out + ".");
    result.flush();
    return ExitCode.of(comparison.verdict());
  }

  private SandboxStory.Beginning beginning() {
    return planned ? SandboxStory.Beginning.PLANNED : SandboxStory.Beginning.LOSS;
  }

  private static void requireWritable(Path file) throws IOException {
    Path folder = file.getParent();
    if (!Files.isDirectory(folder)) {
      throw new java.nio.file.NoSuchFileException(folder.toString(), null, "no such folder");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new java.nio.file.AccessDeniedException(file.toString());
    }
  }
}
