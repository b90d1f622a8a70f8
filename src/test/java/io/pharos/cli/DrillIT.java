package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.Deployed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pharos drill} through the real engine; the shipped drills are played by {@code .ci/run}.
 */
class DrillIT {
  @TempDir private Path folder;

  @Test
  void aDrillThatMissesItsRtoSaysTheFigure_leavesTheRestOut_andStillCleansUp() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("drill.yaml"),
            """
            name: impossible
            description: Nobody is that fast.
            steps:
              - switch: secondary
                expect: {rtoSeconds: 1}
              - reconcile: all
            cleanUp:
              - failback: primary
              - active: primary
            """);
    Path out = Deployed.folder("drills");
    Terminal shell = Terminal.open();

    assertThat(shell.run("drill", "--quiet", "--out", out.toString(), file.toString())).isOne();

    assertThat(shell.out())
        .contains("impossible: missed")
        .containsPattern(
            "FAILED +switch secondary\n +rtoSeconds is \\d+(\\.\\d)?, expected at most 1\n")
        .containsPattern("skipped +reconcile\n +ok +failback primary\n +ok +active primary");
    assertThat(out.resolve("impossible/junit.xml"))
        .content()
        .contains("tests=\"4\" failures=\"1\" skipped=\"1\"");
    assertThat(out.resolve("impossible/run.json")).content().contains("\"phase\" : \"failback\"");
    assertThat(out.resolve("impossible/report.html")).exists();
  }

  @Test
  void aFileThatIsNoDrillIsRefused_beforeAnythingIsDeployed() throws Exception {
    Path file = Files.writeString(folder.resolve("drill.yaml"), "name: x\nsteps: []\n");
    Terminal shell = Terminal.open();

    assertThat(shell.run("drill", file.toString())).isEqualTo(2);

    assertThat(shell.err()).contains("is no drill").contains("steps: at least one is needed");
  }
}
