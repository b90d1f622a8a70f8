package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {

  @Test
  void oneSettingOfAStructureLeavesTheOthers() {
    Map<String, String> changed =
        new Overrides(Map.of("pharos:failover.trigger", "automatic"))
            .appliedTo(
                Map.of("pharos:failover", "{\"trigger\":\"manual\",\"maxReplicaLagSeconds\":120}"));

    assertThat(changed)
        .containsExactly(
            Map.entry(
                "pharos:failover", "{\"trigger\":\"automatic\",\"maxReplicaLagSeconds\":120}"));
  }

  @Test
  void numbersStayNumbersAndMissingStructuresAreMade() {
    Map<String, String> changed =
        new Overrides(
                Map.of(
                    "pharos:network.cidr.primary",
                    "10.0.0.0/16",
                    "pharos:objectives.rtoSeconds",
                    "600"))
            .appliedTo(Map.of());

    assertThat(changed)
        .containsEntry("pharos:objectives", "{\"rtoSeconds\":600}")
        .containsEntry("pharos:network", "{\"cidr\":{\"primary\":\"10.0.0.0/16\"}}");
  }

  @Test
  void plainSettingsAreReplaced() {
    assertThat(
            new Overrides(Map.of("pharos:protection", "off"))
                .appliedTo(Map.of("pharos:protection", "on")))
        .containsExactly(Map.entry("pharos:protection", "off"));
  }
}
