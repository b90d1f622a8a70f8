package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.Deployment;
import io.pharos.engine.Refused;
import io.pharos.world.Cloud;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PharosTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RuntimeException problem = new IllegalStateException("no root in this test");

  private int run(String... arguments) {
    CommandLine commands = Pharos.commandLine(new Nowhere());
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  private final class Nowhere implements Surroundings {
    @Override
    public Path root() {
      throw problem;
    }

    @Override
    public Deployment deployment(Consumer<String> output) {
      throw problem;
    }

    @Override
    public Cloud cloud() {
      throw problem;
    }

    @Override
    public Optional<String> served() {
      return Optional.empty();
    }
  }

  @Test
  void anUnknownCommandSaysWhichOneWasMeant() {
    assertThat(run("sandbx")).isEqualTo(2);
    assertThat(err.toString()).contains("sandbx").contains("Did you mean: pharos sandbox?");
  }

  @Test
  void aWrongOptionSaysWhatIsPossible() {
    assertThat(run("sandbox", "--sed", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("--sed").contains("--seed");
  }

  @Test
  void aStrategyThatIsNotKnownIsToldWithThoseThatAre() {
    assertThat(run("simulate", "--strategy", "hot")).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected one of backup-restore, pilot-light, warm-standby, not 'hot'");
  }

  @Test
  void anEngineThatIsNotPlayedWithAStrategyIsToldWithWhatIsPlayed() {
    assertThat(run("simulate", "--engine", "oracle")).isEqualTo(2);
    assertThat(err.toString()).contains("expected one of mysql, postgres, aurora-mysql");
    assertThat(run("simulate", "--strategy", "backup-restore", "--engine", "aurora-mysql"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("nothing is played with --strategy backup-restore and --engine aurora-mysql")
        .contains("warm-standby/ecs/aurora-mysql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sandbox --seed x",
        "sandbox --all --strategy warm-standby",
        "up tertiary",
        "sandbox serve --port no",
        ""
      })
  void wrongUsageIsToldWithWhereToLookItUp(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("pharos: ").contains("--help").doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anAllowanceSaysWhatItAllows() {
    assertThat(run("up", "--allow", "everything")).isEqualTo(2);
    assertThat(err.toString()).contains("--allow: 'everything'").contains("replace, delete, open");
  }

  @Test
  void acceptingDataLossNeedsAPerson() {
    assertThat(run("failover", "--accept-data-loss")).isEqualTo(2);
    assertThat(err.toString()).contains("--by");
  }

  @Test
  void aPlannedFailoverHasNoLossToAccept() {
    assertThat(run("failover", "--planned", "--accept-data-loss", "--by", "Ada")).isEqualTo(2);
    assertThat(err.toString()).contains("--planned");
  }

  @Test
  void aChosenTimeIsForALostRegionAndATime() {
    assertThat(run("failover", "--planned", "--restore-to", "2026-01-31T12:00:00Z")).isEqualTo(2);
    assertThat(err.toString()).contains("--restore-to").contains("--planned");
    assertThat(run("failover", "--restore-to", "yesterday")).isEqualTo(2);
    assertThat(err.toString()).contains("--restore-to").contains("yesterday");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sandbox",
        "sandbox serve",
        "init",
        "preview",
        "up",
        "refresh",
        "destroy",
        "failover",
        "failback",
        "reconcile",
        "retire",
        "approve",
        "reject",
        "status",
        "ready"
      })
  void everyCommandHasHelp(String command) {
    String[] words = (command + " --help").strip().split(" ");
    assertThat(run(words)).isZero();
    assertThat(out.toString()).contains("Usage: pharos").contains("--help");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void refusedIsOneWrongConfigurationTwoAndFailedThree() {
    problem = new Refused("Refused: protection");
    assertThat(run("destroy")).isEqualTo(1);
    problem = new java.io.UncheckedIOException(new java.net.BindException("in use"));
    assertThat(run("up")).isEqualTo(2);
    problem = new IllegalStateException("broken");
    assertThat(run("up")).isEqualTo(3);
  }

  @Test
  void stackTracesAreOnlyForDebug() {
    problem = new IllegalStateException("broken");
    run("up");
    assertThat(err.toString()).isEqualTo("pharos: broken" + System.lineSeparator());
    run("up", "--debug");
    assertThat(err.toString()).contains("\tat io.pharos");
  }

  @Test
  void aPortInUseIsNamedAsSuch() {
    problem =
        new java.io.UncheckedIOException(
            "cannot serve on port 80 of 127.0.0.1", new java.net.BindException("Permission"));
    run("up");
    assertThat(err.toString()).contains("port 80").contains("--port");
  }

  @Test
  void aPortThatAnotherProcessHasIsTold_withNumberAndWayOut() throws java.io.IOException {
    try (java.net.ServerSocket taken =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      problem =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              java.io.UncheckedIOException.class, () -> SandboxControl.start(port, null, null));
      assertThat(run("up")).isEqualTo(2);
      assertThat(err.toString())
          .isEqualTo(
              "pharos: cannot serve on port "
                  + port
                  + " of 127.0.0.1: the port is in use; choose another one with --port"
                  + System.lineSeparator());
    }
  }

  @Test
  void aFileInThePlaceOfAFolderIsToldAsSuch(@org.junit.jupiter.api.io.TempDir Path folder)
      throws java.io.IOException {
    Path file = java.nio.file.Files.writeString(folder.resolve("out"), "something else");
    problem =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            java.io.UncheckedIOException.class, () -> io.pharos.engine.SandboxStage.clear(file));
    assertThat(run("up")).isEqualTo(2);
    assertThat(err.toString())
        .contains("cannot write to " + file)
        .contains("is no folder; choose another one")
        .doesNotContain("not there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drill --confirm shop-prod x.yaml",
        "drill --on aws --set pharos:active=secondary x.yaml",
        "drill --on moon x.yaml"
      })
  void optionsOfADrillThatDoNotGoTogetherAreWrongUsage(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("pharos: ").contains("See: pharos drill --help");
  }
}
