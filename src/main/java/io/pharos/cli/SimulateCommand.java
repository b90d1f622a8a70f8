package io.pharos.cli;

import io.pharos.config.Engine;
import io.pharos.config.Strategy;
import io.pharos.drill.LowerBound;
import io.pharos.simulation.Cast;
import io.pharos.simulation.Course;
import io.pharos.simulation.Deployed;
import io.pharos.simulation.Outcome;
import io.pharos.simulation.Result;
import io.pharos.simulation.Simulation;
import io.pharos.simulation.SimulationJson;
import io.pharos.simulation.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The proof: thousands of recoveries with random faults, and the promises checked in each. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the deployed state machines and functions many times against the simulated services,",
      "each time with other users and other faults, and checks in every run what Pharos promises:",
      "one writer, no unreported loss, every operation ends, crashes change nothing, no traffic",
      "before the Region is ready, nothing needed from the lost Region. Which strategy, compute and",
      "engine a run has follows from its seed. See docs/simulation.md."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int PROGRESS_STEPS = 10;
  private static final double MOST_OF_BOUND = 1.1;

  @ParentCommand private Pharos pharos;
  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many runs. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "Decides every run; equal seeds give equal reports. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report there as well.")
  private Path json;

  @Option(
      names = "--replay",
      paramLabel = "SEED",
      description = "Shows one run step by step: the seed of a violation is all that it needs.")
  private Long replay;

  @Option(
      names = "--waits",
      description =
          "Only the loss of the active Region: how long users wait, against the lower bound of each"
              + " strategy.")
  private boolean waits;

  @Option(
      names = "--strategy",
      paramLabel = "WORD",
      description =
          "Only the runs that have this strategy: ${COMPLETION-CANDIDATES}. Default: all, each as"
              + " often as docs/simulation.md says.",
      completionCandidates = Words.Strategies.class,
      converter = Words.Strategies.class)
  private Strategy strategy;

  @Option(
      names = "--engine",
      paramLabel = "WORD",
      description =
          "Only the runs that have this engine of the database: ${COMPLETION-CANDIDATES}. Default:"
              + " all, as above.",
      completionCandidates = Words.Engines.class,
      converter = Words.Engines.class)
  private Engine engine;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress, only the result.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (runs < 1) {
      throw new ParameterException(spec.commandLine(), "--runs must be at least 1, not " + runs);
    }
    Set<Variant> variants = replay == null ? variants() : Set.of(Variant.of(replay));
    Consumer<String> progress = quiet ? line -> {} : Pharos.progress(spec.commandLine());
    Path root = pharos.surroundings().root();
    Path folder = root.resolve("target/simulation");
    Files.createDirectories(folder);
    Function<Variant, Deployed> deploy = variant -> Deployed.of(variant, root, folder, progress);
    if (waits) {
      return showWaits(deploy, progress);
    }
    Map<Variant, Deployed> deployed = new EnumMap<>(Variant.class);
    variants.forEach(variant -> deployed.put(variant, deploy.apply(variant)));
    Simulation simulation = new Simulation(deployed, Cast.DEPLOYED);
    return replay == null ? runAll(simulation, progress) : showOne(simulation);
  }

  private Set<Variant> variants() {
    Set<Variant> variants =
        Stream.of(Variant.values())
            .filter(variant -> strategy == null || variant.strategy() == strategy)
            .filter(variant -> engine == null || variant.engine() == engine)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Variant.class)));
    if (variants.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "nothing is played with --strategy "
              + strategy.word()
              + " and --engine "
              + engine.word()
              + "; what there is: "
              + Stream.of(Variant.values()).map(Variant::word).collect(Collectors.joining(", ")));
    }
    return variants;
  }

  /** Each strategy, with Aurora and without, in the deployment that comes first. */
  private int showWaits(Function<Variant, Deployed> deploy, Consumer<String> progress) {
    Map<String, Variant> first = new LinkedHashMap<>();
    variants()
        .forEach(
            variant ->
                first.putIfAbsent(variant.strategy() + " " + variant.engine().aurora(), variant));
    int code = ExitCode.DONE;
    for (Variant variant : first.values()) {
      Deployed deployed = deploy.apply(variant);
      code = Math.max(code, showWaits(variant, new Simulation(deployed, Cast.DEPLOYED), progress));
    }
    return code;
  }

  /** The model's figures, both of them: what they say is how much of the wait could be avoided. */
  private int showWaits(Variant variant, Simulation simulation, Consumer<String> progress) {
    List<Duration> all = simulation.waits(seed, runs, progress(progress));
    PrintWriter out = spec.commandLine().getOut();
    LowerBound bound = bound(variant);
    out.printf(
        "%s: %d losses of the active Region, %d recovered, seed %d%n",
        variant.word(), runs, all.size(), seed);
    if (all.isEmpty()) {
      return ExitCode.MISSED;
    }
    double median = all.get(all.size() / 2).toMillis() / 1000.0;
    double typical = bound.typicalRto().toMillis() / 1000.0;
    out.printf(
        Locale.ROOT,
        "users wait   median %.1f s, 5 %% %.1f s, 95 %% %.1f s, at most %.1f s%n",
        median,
        all.get(all.size() / 20).toMillis() / 1000.0,
        all.get(all.size() * 19 / 20).toMillis() / 1000.0,
        all.get(all.size() - 1).toMillis() / 1000.0);
    out.printf(
        Locale.ROOT,
        "lower bound  %.1f s with the model's medians (%s), %.1f s with its best figures%n",
        typical,
        String.join(" > ", bound.path()),
        bound.rto().toMillis() / 1000.0);
    out.printf(Locale.ROOT, "ratio        %.2f of the medians, 1.10 at most%n", median / typical);
    out.flush();
    return all.size() == runs && median <= MOST_OF_BOUND * typical
        ? ExitCode.DONE
        : ExitCode.MISSED;
  }

  /** From the loss on, or from when a person starts what no alarm does. */
  private static LowerBound bound(Variant variant) {
    return switch (variant.strategy()) {
      case PILOT_LIGHT, WARM_STANDBY -> LowerBound.unplanned(variant.combination(), variant.via());
      case BACKUP_RESTORE -> LowerBound.started(variant.combination(), variant.via());
    };
  }

  private LongConsumer progress(Consumer<String> progress) {
    int part = Math.max(1, runs / PROGRESS_STEPS);
    return done -> {
      if (done % part == 0) {
        progress.accept(done + " of " + runs + " runs");
      }
    };
  }

  private int runAll(Simulation simulation, Consumer<String> progress) throws IOException {
    long start = System.nanoTime();
    Simulation.Report report = simulation.run(seed, runs, progress(progress));
    if (json != null) {
      Files.writeString(json, SimulationJson.of(report));
    }
    PrintWriter out = spec.commandLine().getOut();
    print(out, report, simulation.runsForAll());
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.accept(
        String.format(
            Locale.ROOT,
            "%.1f s, %.0f runs a second, %.1f ms of a processor for each",
            seconds,
            runs / seconds,
            (double) simulation.cpuMillis() / runs));
    return report.violated() == 0 && report.untried().isEmpty() ? ExitCode.DONE : ExitCode.MISSED;
  }

  private static void print(PrintWriter out, Simulation.Report report, int runsForAll) {
    out.printf("%d runs with %d faults, seed %d%n", report.runs(), report.faults(), report.seed());
    line(out, "recovered", report.recovered(), report.runs());
    line(out, "stopped safely", report.stoppedSafely(), report.runs());
    line(out, "violated", report.violated(), report.runs());
    line(out, "went on", report.wentOn(), report.runs());
    report.played().forEach((deployment, ended) -> played(out, deployment, ended));
    for (Result result : report.violations()) {
      result.violations().forEach(each -> out.printf("  seed %d  %s%n", result.seed(), each));
    }
    if (report.violated() > 0) {
      out.println("Show one with: pharos simulate --replay SEED");
    }
    printUntried(out, report, runsForAll);
    out.flush();
  }

  /** What was not tried is not proven: a fault that was never there during a step. */
  private static void printUntried(PrintWriter out, Simulation.Report report, int runsForAll) {
    if (report.untried().isEmpty()) {
      return;
    }
    int wanted = report.laterCells().size();
    for (Course course : report.coverage().keySet()) {
      wanted += report.cells(course).size();
    }
    out.printf(
        "not tried: %d of %d faults at steps; %d runs aim at each of them once%n",
        report.untried().values().stream().mapToInt(List::size).sum(), wanted, runsForAll);
    report
        .untried()
        .forEach(
            (of, cells) ->
                cells.forEach(
                    each -> out.printf("  %s: %s at %s%n", of, each.fault().word(), each.step())));
  }

  private static void played(PrintWriter out, String deployment, Map<Outcome, Integer> ended) {
    int runs = ended.values().stream().mapToInt(Integer::intValue).sum();
    out.printf(
        Locale.ROOT,
        "  %-40s %6d runs: %.1f %% recovered, %.1f %% stopped safely, %d violated%n",
        deployment,
        runs,
        100.0 * ended.getOrDefault(Outcome.RECOVERED, 0) / runs,
        100.0 * ended.getOrDefault(Outcome.STOPPED_SAFELY, 0) / runs,
        ended.getOrDefault(Outcome.VIOLATED, 0));
  }

  private static void line(PrintWriter out, String what, int count, int runs) {
    out.printf(Locale.ROOT, "  %-15s %6d  %5.1f %%%n", what, count, 100.0 * count / runs);
  }

  private int showOne(Simulation simulation) {
    Result result = simulation.replay(replay);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("seed %d: %s%n", result.seed(), result.scenario());
    out.println("seconds since the disaster");
    result.history().forEach(out::println);
    out.flush();
    return result.outcome() == Outcome.VIOLATED ? ExitCode.MISSED : ExitCode.DONE;
  }
}
