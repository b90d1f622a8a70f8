package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Deployment;
import io.pharos.engine.EngineFailure;
import io.pharos.engine.Refused;
import io.pharos.engine.SandboxStage;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Plays a {@link DrillFile}: the steps until one fails, and the clean-up in any case. In a sandbox
 * of its own it deploys the three stacks first, and equal seeds give equal reports.
 */
public final class ScriptedDrill {
  private final DrillFile file;
  private final long seed;
  private final Consumer<String> progress;

  /**
   * What became of a step.
   *
   * @param phase its report, where it has one
   * @param failures what was not as expected, with the figures
   * @param skipped whether it was not done, because one before it failed
   * @param notes what it has shown, or left out, where that is more than its name says
   */
  public record Outcome(
      DrillStep step,
      Optional<Phase> phase,
      List<String> failures,
      boolean skipped,
      List<String> notes) {
    Outcome(DrillStep step, Optional<Phase> phase, List<String> failures, boolean skipped) {
      this(step, phase, failures, skipped, List.of());
    }

    public boolean passed() {
      return failures.isEmpty() && !skipped;
    }
  }

  /** What became of a drill: its steps, then its clean-up. */
  public record Run(DrillFile file, List<Outcome> outcomes) {
    public Verdict verdict() {
      List<Verdict> verdicts = new ArrayList<>();
      phases().forEach(phase -> verdicts.add(phase.verdict()));
      verdicts.add(outcomes.stream().allMatch(Outcome::passed) ? Verdict.MET : Verdict.MISSED);
      return Verdict.worst(verdicts);
    }

    public List<Phase> phases() {
      return outcomes.stream().flatMap(outcome -> outcome.phase().stream()).toList();
    }
  }

  public ScriptedDrill(DrillFile file, long seed, Consumer<String> progress) {
    this.file = file;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Plays it.
   *
   * @param out folder for state and reports: {@code run.json}, {@code report.html} and {@code
   *     junit.xml}; what an earlier run left there is replaced
   * @param overrides settings on top of the committed ones and of the sandbox's own
   */
  public Run run(Path root, Path out, Map<String, String> overrides) {
    Map<String, String> settings = new HashMap<>(SandboxStage.STORY);
    if (file.steps().stream().anyMatch(step -> step.action() == DrillStep.Action.ISOLATE)) {
      settings.put("pharos:drills", "{\"isolation\":true}");
    }
    settings.putAll(overrides);
    try (SandboxStage stage = SandboxStage.open(root, out, seed, settings, line -> {})) {
      SandboxStory.deploy(stage, progress);
      return play(DrillGround.of(stage), out);
    }
  }

  /**
   * Plays it where an application is served: nothing is deployed, and nobody is spared.
   *
   * @param out folder for the reports, as of {@link #run}
   * @param confirmed the name of the environment, as a person has written it
   * @throws IllegalArgumentException when a step is only possible in the sandbox
   * @throws io.pharos.engine.Refused when the name is not confirmed, or the other Region could not
   *     take over
   */
  public Run runLive(
      Deployment deployment, Cloud cloud, Settings settings, Path out, Optional<String> confirmed) {
    LiveGround.requirePossible(file);
    LiveGround.requireConfirmed(file, settings, confirmed);
    LiveGround.requireReady(file, cloud, settings);
    return play(new DrillGround(deployment, cloud, LiveGround.FAULTS, settings), out);
  }

  private Run play(DrillGround ground, Path out) {
    try {
      // Found out now rather than after the drill.
      Files.createDirectories(out);
      Run run = new Run(file, play(ground));
      Files.writeString(out.resolve("junit.xml"), JunitXml.of(run));
      if (!run.phases().isEmpty()) {
        Files.writeString(out.resolve("run.json"), ReportJson.run(run.phases()));
        Files.writeString(out.resolve("report.html"), ReportPage.of(run.phases()));
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + out, e);
    }
  }

  private List<Outcome> play(DrillGround ground) {
    Drill drill = ground.open(seed, progress);
    List<Outcome> outcomes = new ArrayList<>();
    boolean failed = false;
    for (DrillStep step : file.steps()) {
      Outcome outcome =
          failed
              ? new Outcome(step, Optional.empty(), List.of(), true)
              : attempt(ground, drill, step);
      outcomes.add(outcome);
      failed = failed || !outcome.passed();
    }
    // One that fails keeps no other from being done.
    file.cleanUp().forEach(step -> outcomes.add(attempt(ground, drill, step)));
    return outcomes;
  }

  /** What fails must not keep the clean-up from being done. */
  private Outcome attempt(DrillGround ground, Drill drill, DrillStep step) {
    try {
      return play(ground, drill, step);
    } catch (SdkException
        | EngineFailure
        | Refused
        | Operations.NotDeployed
        | Operations.Unreachable e) {
      return outcome(step, List.of(String.valueOf(e.getMessage())));
    }
  }

  private Outcome play(DrillGround ground, Drill drill, DrillStep step) {
    progress.accept("step: " + step);
    return switch (step.action()) {
      case ACTIVE ->
          outcome(
              step,
              ActiveRegion.of(ground.cloud(), ground.settings()) == step.position()
                  ? List.of()
                  : List.of(
                      "the application is not served from the "
                          + step.position().word()
                          + " Region"));
      case HEAL -> {
        drill.heal(step.position());
        yield outcome(step, List.of());
      }
      case LOSE ->
          measured(
              step,
              drill.loseRegion(
                  new FailoverDrill.Plan(
                      step.kind(),
                      SandboxStory.faultOffset(seed),
                      step.returns(),
                      FailoverDrill.Plan.PATIENCE)));
      case ISOLATE ->
          outcome(step, drill.isolate(step.position(), ground.isolationTemplate(step.position())));
      case REHEARSE -> {
        ReplicaRehearsal.Found found = drill.rehearsePromotion();
        yield new Outcome(step, Optional.empty(), found.problems(), false, found.notes());
      }
      case SPOIL -> outcome(step, ground.objects(progress).run());
      case CUT -> measured(step, drill.lose(ground.database(step.position())));
      case HALT -> measured(step, drill.lose(ground.compute(step.position())));
      case CLOSE -> measured(step, drill.lose(ground.entrance(step.position())));
      case SWITCH -> measured(step, drill.switchOver());
      case FAILBACK ->
          // A clean-up may find the application at home already.
          ActiveRegion.of(ground.cloud(), ground.settings()) == step.position()
              ? outcome(step, List.of())
              : measured(step, drill.failBack());
      case RECONCILE -> {
        ReconcilePhase phase = ground.reconcile(drill, progress);
        yield new Outcome(
            step,
            Optional.of(phase),
            phase.verdict() == Verdict.MET
                ? List.of()
                : List.of("reconcile is " + phase.verdict().word()),
            false);
      }
    };
  }

  private static Outcome outcome(DrillStep step, List<String> failures) {
    return new Outcome(step, Optional.empty(), failures, false);
  }

  private static Outcome measured(DrillStep step, DrillReport report) {
    List<String> failures = new ArrayList<>();
    if (report.verdict() != Verdict.MET) {
      failures.add(step + " is " + report.verdict().word());
      failures.addAll(report.findings());
    }
    step.expect().forEach((limit, most) -> limit.exceeded(report, most).ifPresent(failures::add));
    return new Outcome(step, Optional.of(report), failures, false);
  }
}
