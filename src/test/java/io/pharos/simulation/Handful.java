package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.SandboxStage;
import java.util.stream.Collectors;

/** A few drawn runs of what a stage has deployed, where a suite has it deployed anyway. */
public final class Handful {
  private static final long SEED = 3;

  private Handful() {}

  /** Plays them on copies; the stage stays as it is. */
  public static void keepsEveryPromise(SandboxStage stage, int runs) {
    Deployed deployed = Deployed.of(stage.cloud().world().account().copy(), stage.settings());

    Simulation.Report report = new Simulation(deployed, Cast.DEPLOYED).run(SEED, runs, done -> {});

    assertThat(report.violations())
        .as(
            report.violations().stream()
                .flatMap(each -> each.history().stream())
                .collect(Collectors.joining("\n"))
                .replace("%", "%%"))
        .isEmpty();
    assertThat(report.recovered()).isPositive();
  }
}
