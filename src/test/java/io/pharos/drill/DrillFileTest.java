package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.contract.Position;
import io.pharos.world.FaultSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrillFileTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("pharos.root", "..")).resolve("drills");

  @TempDir private Path folder;

  private DrillFile read(String text) throws IOException {
    return DrillFile.read(Files.writeString(folder.resolve("drill.yaml"), text));
  }

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void aShippedDrill_isCalledAsItsFile_andCleansUp(Path file) throws IOException {
    DrillFile drill = DrillFile.read(file);

    assertThat(file.getFileName()).hasToString(drill.name() + ".yaml");
    assertThat(drill.cleanUp()).isNotEmpty();
  }

  @Test
  void stepsAreReadWithTheirExpectations() throws IOException {
    DrillFile drill =
        read(
            """
            name: cut-off
            description: What it proves.
            steps:
              - lose: primary
                kind: isolated
                returns: false
                expect: {rtoSeconds: 600, lostWrites: 0}
              - reconcile: all
            """);

    assertThat(drill.steps())
        .containsExactly(
            new DrillStep(
                DrillStep.Action.LOSE,
                Position.PRIMARY,
                FaultSwitch.Kind.ISOLATED,
                false,
                Map.of(Limit.RTO_SECONDS, 600.0, Limit.LOST_WRITES, 0.0)),
            new DrillStep(
                DrillStep.Action.RECONCILE,
                Position.PRIMARY,
                FaultSwitch.Kind.DEAD,
                true,
                Map.of()));
    assertThat(drill.cleanUp()).isEmpty();
  }

  @Test
  void everyFaultIsSaid_withItsPlace() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    name: Not A Name
                    stages: []
                    steps:
                      - lose: secondary
                        kind: broken
                        expect: {rto: 5, lostWrites: few}
                      - heal: nowhere
                        returns: true
                      - reconcile: all
                        expect: {lostWrites: 0}
                        when: later
                      - lose: primary
                        switch: secondary
                      - cut: secondary
                        kind: isolated
                    """))
        .isInstanceOf(DrillFile.Wrong.class)
        .message()
        .contains("drill.yaml is no drill:")
        .contains("stages: unknown; there are name, description, steps and cleanUp")
        .contains("name: must be lower-case letters, digits and hyphens; it is 'Not A Name'")
        .contains("description: says what the drill proves, and is missing")
        .contains("steps[0].lose: must be primary; it is 'secondary'")
        .contains("steps[0].kind: must be dead or isolated; it is 'broken'")
        .contains("steps[0].expect.rto: unknown; there are rtoSeconds, rpoSeconds")
        .contains("steps[0].expect.lostWrites: must be a number")
        .contains("steps[1].heal: must be primary or secondary; it is 'nowhere'")
        .contains("steps[1]: kind and returns belong to lose")
        .contains("steps[2].expect: reconcile measures nothing")
        .contains("steps[2].when: unknown")
        .contains("steps[3]: must have exactly one of active, lose")
        .contains("steps[4].cut: must be primary; it is 'secondary'")
        .contains("steps[4]: kind and returns belong to lose");
  }

  @Test
  void whatIsNoYamlIsSaid_withItsLine() {
    assertThatThrownBy(() -> read("name: a\nsteps: [\n"))
        .isInstanceOf(DrillFile.Wrong.class)
        .hasMessageContaining("(line ");
  }
}
