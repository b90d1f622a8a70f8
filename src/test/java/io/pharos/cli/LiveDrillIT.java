package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.drill.ActiveRegion;
import io.pharos.engine.CopiedStage;
import io.pharos.recovery.contract.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pharos drill --on aws}, against simulated clients and the real engine. */
class LiveDrillIT {
  @TempDir private Path folder;

  private String drill(String steps) throws IOException {
    return Files.writeString(
            folder.resolve("drill.yaml"),
            "name: live\ndescription: On what people use.\nsteps:\n" + steps)
        .toString();
  }

  private Reconciled.Said run(CopiedStage stage, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("drill", "--quiet", "--on", "aws"));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    all.addAll(List.of(arguments));
    return new Reconciled(stage, folder).run(all.toArray(String[]::new));
  }

  @Test
  void whatIsNotConfirmedNotPossibleOrNotReadyIsRefused_andNothingIsChanged() throws IOException {
    try (CopiedStage stage = CopiedStage.open("live-refused")) {
      String possible = drill("  - cut: primary\n");
      // Nobody has seen the other Region yet.
      Reconciled.Said notReady = run(stage, "--confirm", "shop-prod", possible);
      stage.cloud().pass(Duration.ofMinutes(12));
      List<String> before = WorldContent.of(stage.cloud(), stage.settings());

      Reconciled.Said unnamed = run(stage, possible);
      Reconciled.Said other = run(stage, "--confirm", "shop-test", possible);
      Reconciled.Said impossible =
          run(stage, "--confirm", "shop-prod", drill("  - lose: primary\n"));

      assertThat(notReady.exit()).isEqualTo(1);
      assertThat(notReady.err()).contains("not ready to take over").contains("pharos ready --now");
      assertThat(unnamed.exit()).isEqualTo(1);
      assertThat(unnamed.err())
          .contains("Refused: drill live would act on shop-prod as it is deployed now")
          .contains("users will not be served for minutes")
          .contains("--on aws --confirm shop-prod");
      assertThat(other.exit()).isEqualTo(1);
      assertThat(other.err()).contains("'shop-test' was confirmed");
      assertThat(impossible.exit()).isEqualTo(2);
      assertThat(impossible.err()).contains("lose primary cannot be done on AWS");
      assertThat(WorldContent.of(stage.cloud(), stage.settings())).isEqualTo(before);
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  @Test
  void aConfirmedDrillIsPlayedOnWhatIsDeployed_andCleansUp() throws IOException {
    try (CopiedStage stage = CopiedStage.open("live")) {
      stage.cloud().pass(Duration.ofMinutes(12));
      String file =
          drill(
              """
                - cut: primary
                  expect: {lostWrites: 0}
                - reconcile: all
              cleanUp:
                - failback: primary
                - active: primary
              """);

      Reconciled.Said said = run(stage, "--confirm", "shop-prod", file);

      assertThat(said.exit()).as(said.out() + said.err()).isZero();
      assertThat(said.out())
          .contains("live: met")
          .containsPattern("ok +cut primary\n +ok +reconcile\n +ok +failback primary\n +ok");
      assertThat(ActiveRegion.of(stage.cloud(), stage.settings())).isEqualTo(Position.PRIMARY);
      assertThat(folder.resolve("out/live/junit.xml")).content().contains("tests=\"4\"");
      assertThat(folder.resolve("out/live/report.html")).exists();
    }
  }
}
