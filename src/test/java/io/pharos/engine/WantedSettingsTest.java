package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedSettingsTest {
  private static final String ADOPTED = "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String OTHER = "db-ZYXWVUTSRQPONMLKJIHGFEDCBA";

  private static Reality reality(Position active, int current, List<Integer> existing) {
    return new Reality(
        active,
        Map.of(
            Position.PRIMARY,
            new Reality.Databases(current, OTHER, active == Position.SECONDARY, existing)));
  }

  private static Settings settings(String generations) {
    return new ExampleConfiguration().set("generations", generations).read();
  }

  @Test
  void whatIsSettled_isNotWrittenAgain() {
    assertThat(
            WantedSettings.of(
                StackName.PRIMARY,
                settings("{\"current\":1,\"retired\":[]}"),
                reality(Position.PRIMARY, 1, List.of(1))))
        .isEmpty();
  }

  @Test
  void aNewGeneration_isAdopted_andTheFormerOneRetired() {
    assertThat(
            WantedSettings.of(
                StackName.PRIMARY,
                settings("{\"current\":2,\"adopt\":\"" + ADOPTED + "\",\"retired\":[1]}"),
                reality(Position.PRIMARY, 3, List.of(1, 2, 3))))
        .containsExactly(
            Map.entry(
                "pharos:generations",
                "{\"current\":3,\"adopt\":\"" + OTHER + "\",\"retired\":[1,2]}"));
  }

  @Test
  void aGenerationThatWasGivenUpWhileItWasMade_isNeverPulumis() {
    assertThat(
            WantedSettings.of(
                StackName.PRIMARY,
                settings("{\"current\":1,\"retired\":[]}"),
                reality(Position.PRIMARY, 3, List.of(1, 2, 3))))
        .containsEntry(
            "pharos:generations", "{\"current\":3,\"adopt\":\"" + OTHER + "\",\"retired\":[1]}");
  }

  @Test
  void aRetiredGenerationThatIsGone_isForgotten_becauseItWouldBeMadeAnew() {
    assertThat(
            WantedSettings.of(
                StackName.PRIMARY,
                settings("{\"current\":2,\"adopt\":\"" + ADOPTED + "\",\"retired\":[1]}"),
                reality(Position.PRIMARY, 2, List.of(2))))
        .containsEntry(
            "pharos:generations", "{\"current\":2,\"adopt\":\"" + ADOPTED + "\",\"retired\":[]}");
  }

  @Test
  void aStackWhoseRegionDoesNotAnswer_learnsWhichRegionIsActive() {
    assertThat(
            WantedSettings.of(
                StackName.SECONDARY,
                settings("{\"current\":1,\"retired\":[]}"),
                new Reality(Position.SECONDARY, Map.of())))
        .containsExactly(Map.entry("pharos:active", "secondary"));
  }

  private static Settings restoring(String generations) {
    return ExampleConfiguration.backupRestore().set("generations", generations).read();
  }

  private static Reality secondary(Position active, Reality.Databases databases) {
    return new Reality(active, Map.of(Position.SECONDARY, databases));
  }

  @Test
  void whatWasRestoredInASkeleton_isAdopted_andNothingIsRetired() {
    assertThat(
            WantedSettings.of(
                StackName.SECONDARY,
                ExampleConfiguration.backupRestore().read(),
                secondary(Position.SECONDARY, new Reality.Databases(1, OTHER, false, List.of(1)))))
        .containsEntry(
            "pharos:generations", "{\"current\":1,\"adopt\":\"" + OTHER + "\",\"retired\":[]}");
  }

  @Test
  void aSkeletonAgain_keepsWhatItHadUntilItIsRetired() {
    assertThat(
            WantedSettings.of(
                StackName.SECONDARY,
                restoring("{\"current\":1,\"adopt\":\"" + ADOPTED + "\",\"retired\":[]}"),
                secondary(Position.PRIMARY, Reality.Databases.none(List.of(1)))))
        .containsExactly(Map.entry("pharos:generations", "{\"current\":0,\"retired\":[1]}"));
    assertThat(
            WantedSettings.of(
                StackName.SECONDARY,
                restoring("{\"current\":0,\"retired\":[1]}"),
                secondary(Position.PRIMARY, Reality.Databases.none(List.of(1)))))
        .isEmpty();
  }

  @Test
  void aReplicaThatIsNotInUseYet_isWaitedFor() {
    assertThatThrownBy(
            () ->
                WantedSettings.of(
                    StackName.SECONDARY,
                    settings("{\"current\":1,\"retired\":[]}"),
                    secondary(Position.PRIMARY, Reality.Databases.none(List.of(1)))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("waits for its replica");
  }

  @Test
  void aConfigurationThatIsAheadOfReality_isRefused() {
    assertThatThrownBy(
            () ->
                WantedSettings.of(
                    StackName.PRIMARY,
                    settings("{\"current\":2,\"retired\":[1]}"),
                    reality(Position.PRIMARY, 1, List.of(1))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("generation 2")
        .hasMessageContaining("generation 1");
  }
}
