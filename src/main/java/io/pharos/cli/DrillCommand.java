package io.pharos.cli;

import io.pharos.drill.DrillFile;
import io.pharos.drill.ScriptedDrill;
import io.pharos.drill.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Plays scripted drills in the sandbox and says what was not as expected. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Plays scripted drills, each in a sandbox of its own: the three stacks are deployed there, the"
          + " steps are done until one fails, and the clean-up in any case.",
      "Leaves run.json, report.html and junit.xml of each drill in its folder of --out. Drills on AWS"
          + " are not built yet: this acts on the sandbox only."
    })
final class DrillCommand implements Callable<Integer> {
  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;
  @Mixin private SandboxOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Drills as YAML, such as drills/failover.yaml.")
  private List<Path> files;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/drills",
      description = "Where the drills' folders go. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    // All are read before the first one begins.
    List<DrillFile> drills = new ArrayList<>();
    for (Path file : files) {
      drills.add(DrillFile.read(file));
    }
    Consumer<String> progress = options.progress(spec.commandLine());
    List<Verdict> verdicts = new ArrayList<>();
    for (DrillFile drill : drills) {
      progress.accept("drill " + drill.name() + ": " + drill.description());
      Path folder = out.toAbsolutePath().resolve(drill.name());
      ScriptedDrill.Run run =
          new ScriptedDrill(drill, options.seed(), progress)
              .run(pharos.surroundings().root(), folder, options.settings());
      tell(run, out.resolve(drill.name()));
      verdicts.add(run.verdict());
    }
    return ExitCode.of(Verdict.worst(verdicts));
  }

  private void tell(ScriptedDrill.Run run, Path folder) {
    PrintWriter result = spec.commandLine().getOut();
    result.printf("%s: %s%n", run.file().name(), run.verdict().word());
    for (ScriptedDrill.Outcome outcome : run.outcomes()) {
      result.printf(
          "  %-8s %s%n",
          outcome.skipped() ? "skipped" : outcome.passed() ? "ok" : "FAILED", outcome.step());
      outcome.failures().forEach(failure -> result.println("           " + failure));
    }
    result.println("  reports  " + folder);
    result.flush();
  }
}
