package io.pharos.cli;

import io.pharos.drill.DrillFile;
import io.pharos.drill.ScriptedDrill;
import io.pharos.drill.Verdict;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Plays scripted drills, in the sandbox or on AWS, and says what was not as expected. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Plays scripted drills, each in a sandbox of its own: the three stacks are deployed there, the"
          + " steps are done until one fails, and the clean-up in any case.",
      "Leaves junit.xml of each drill in its folder of --out, and run.json and report.html where a"
          + " step says how users fared.",
      "With --on aws the drill acts on what is deployed there and serves people: it deploys nothing,"
          + " and it is refused without --confirm and the environment's name."
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

  /** Where a drill acts. */
  enum Place {
    SANDBOX,
    AWS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--on",
      paramLabel = "PLACE",
      defaultValue = "sandbox",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Place place;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description =
          "The name of the environment that the drill is meant for, <app>-<environment>; only with"
              + " --on aws.")
  private String confirmed;

  @Override
  public Integer call() throws IOException {
    check();
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
      ScriptedDrill scripted = new ScriptedDrill(drill, options.seed(), progress);
      ScriptedDrill.Run run =
          switch (place) {
            case SANDBOX -> scripted.run(pharos.surroundings().root(), folder, options.settings());
            case AWS -> live(scripted, folder);
          };
      tell(run, out.resolve(drill.name()));
      verdicts.add(run.verdict());
    }
    return ExitCode.of(Verdict.worst(verdicts));
  }

  private void check() {
    if (place == Place.AWS && !options.settings().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--set is for the sandbox: on AWS it is as it is deployed");
    }
    if (place == Place.AWS && pharos.surroundings().served().isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          ProjectSurroundings.SANDBOX + " is set: unset it to act on AWS, or leave --on aws out");
    }
    if (place == Place.SANDBOX && confirmed != null) {
      throw new ParameterException(
          spec.commandLine(), "--confirm is for --on aws: nobody uses a drill's own sandbox");
    }
  }

  private ScriptedDrill.Run live(ScriptedDrill drill, Path folder) {
    Surroundings surroundings = pharos.surroundings();
    Deployment deployment = surroundings.deployment(line -> {});
    return drill.runLive(
        deployment,
        surroundings.cloud(),
        deployment.settings(StackName.PRIMARY),
        folder,
        Optional.ofNullable(confirmed));
  }

  private void tell(ScriptedDrill.Run run, Path folder) {
    PrintWriter result = spec.commandLine().getOut();
    result.printf("%s: %s%n", run.file().name(), run.verdict().word());
    for (ScriptedDrill.Outcome outcome : run.outcomes()) {
      result.printf(
          "  %-8s %s%n",
          outcome.skipped() ? "skipped" : outcome.passed() ? "ok" : "FAILED", outcome.step());
      outcome.failures().forEach(failure -> result.println("           " + failure));
      outcome.notes().forEach(note -> result.println("           " + note));
    }
    result.println("  reports  " + folder);
    result.flush();
  }
}
