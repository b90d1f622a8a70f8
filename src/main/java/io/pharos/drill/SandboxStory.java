package io.pharos.drill;

import io.pharos.engine.Change;
import io.pharos.engine.SandboxStage;
import io.pharos.engine.StackName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The whole story in the sandbox: deploy the three stacks, let users write, lose the primary
 * Region, watch the secondary one serve, bring the application back. Equal seeds give equal
 * reports.
 */
public final class SandboxStory {
  private final Path root;
  private final Path out;
  private final long seed;
  private final Map<String, String> overrides;
  private final Beginning beginning;
  private final Consumer<String> progress;

  /** How the application comes to the secondary Region. */
  public enum Beginning {
    /** The primary Region dies, and comes back later. */
    LOSS,
    /** A person moves it while both Regions are well. */
    PLANNED
  }

  /**
   * @param out folder for state and report; what an earlier run left there is replaced
   * @param overrides settings on top of the committed ones and of the story's own
   */
  public SandboxStory(
      Path root,
      Path out,
      long seed,
      Beginning beginning,
      Map<String, String> overrides,
      Consumer<String> progress) {
    this.root = root;
    this.out = out;
    this.seed = seed;
    this.beginning = beginning;
    this.overrides = new HashMap<>(SandboxStage.STORY);
    this.overrides.putAll(overrides);
    this.progress = progress;
  }

  /** Runs it, and leaves {@code run.json}, {@code report.html} and the state in the folder. */
  public List<Phase> run() {
    return run(stage -> {});
  }

  /** The same; somebody looks at the stage once it is deployed, before anything happens. */
  List<Phase> run(Consumer<SandboxStage> look) {
    try (SandboxStage stage = SandboxStage.open(root, out, seed, overrides, line -> {})) {
      deploy(stage, progress);
      look.accept(stage);
      List<Phase> phases = play(stage, seed, beginning, progress);
      Files.writeString(out.resolve("run.json"), ReportJson.run(phases));
      Files.writeString(out.resolve("report.html"), ReportPage.of(phases));
      return phases;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + out, e);
    }
  }

  /** Deploys the stacks in their order. */
  public static void deploy(SandboxStage stage, Consumer<String> progress) {
    for (StackName stack : StackName.upOrder()) {
      long start = System.nanoTime();
      Change change = stage.deployment().up(stack);
      progress.accept(
          String.format(
              Locale.ROOT,
              "%-10s %s (%.1f s)",
              stack.word(),
              change,
              (System.nanoTime() - start) / 1e9));
    }
  }

  /**
   * Plays it on a deployed stage: there and, where that succeeded, back again; after each,
   * configuration and state are brought together with what is real.
   */
  public static List<Phase> play(
      SandboxStage stage, long seed, Beginning beginning, Consumer<String> progress) {
    Drill drill = open(stage, seed, progress);
    List<Phase> phases = new ArrayList<>();
    DrillReport there = there(drill, seed, beginning);
    phases.add(there);
    if (serves(there)) {
      phases.add(reconcile(stage, drill, progress));
      DrillReport back = drill.failBack();
      phases.add(back);
      if (serves(back)) {
        phases.add(reconcile(stage, drill, progress));
      }
    }
    return phases;
  }

  private static Drill open(SandboxStage stage, long seed, Consumer<String> progress) {
    return DrillGround.of(stage).open(seed, progress);
  }

  private static ReconcilePhase reconcile(
      SandboxStage stage, Drill drill, Consumer<String> progress) {
    return DrillGround.of(stage).reconcile(drill, progress);
  }

  /** The phases of the story, in whatever world the drill plays. */
  public static List<DrillReport> play(Drill drill, long seed, Beginning beginning) {
    List<DrillReport> phases = new ArrayList<>();
    phases.add(there(drill, seed, beginning));
    if (serves(phases.get(0))) {
      phases.add(drill.failBack());
    }
    return phases;
  }

  private static DrillReport there(Drill drill, long seed, Beginning beginning) {
    return switch (beginning) {
      case LOSS -> drill.loseRegion(FailoverDrill.Plan.deadForAWhile(faultOffset(seed)));
      case PLANNED -> drill.switchOver();
    };
  }

  /** Whether the application has arrived where it should. */
  private static boolean serves(DrillReport phase) {
    return phase.verdict() == Verdict.MET || phase.verdict() == Verdict.MISSED;
  }

  /** Somewhere within a minute: where exactly decides how long detection takes. */
  public static Duration faultOffset(long seed) {
    return Duration.ofMillis(new Random(seed).nextInt(60_000));
  }
}
