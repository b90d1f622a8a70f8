package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CanarySettingsTest {

  private static ExampleConfiguration canary(String json) {
    return new ExampleConfiguration().json("canary", json);
  }

  @Test
  void canary_isThereOnlyWhereItIsAskedFor() {
    assertThat(new ExampleConfiguration().read().canary()).isEmpty();
    assertThat(canary("{}").read().canary())
        .contains(new CanarySettings(5, List.of("/healthz"), 14, CanarySettings.NEWEST_RUNTIME));
  }

  @Test
  void canary_takesWhatIsSaid() {
    assertThat(
            canary(
                    "{'minutes':15,'paths':['/','/cart'],'retentionDays':30,"
                        + "'runtimeVersion':'syn-nodejs-4.0'}")
                .read()
                .canary())
        .contains(new CanarySettings(15, List.of("/", "/cart"), 30, "syn-nodejs-4.0"));
  }

  @Test
  void canary_thatMakesNoSense_isRefusedWithEverythingThatIsWrong() {
    assertThatThrownBy(
            () ->
                canary(
                        "{'minutes':90,'paths':['healthz'],'retentionDays':0,"
                            + "'runtimeVersion':'nodejs20.x','url':'https://example.com'}")
                    .read())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("pharos:canary.minutes")
        .hasMessageContaining("pharos:canary.paths[0]")
        .hasMessageContaining("pharos:canary.retentionDays")
        .hasMessageContaining("pharos:canary.runtimeVersion")
        .hasMessageContaining("pharos:canary.url");
  }

  @Test
  void canary_whoseRunsDoNotFitTheAlarm_isRefused() {
    assertThatThrownBy(() -> canary("{'minutes':7}").read())
        .hasMessageContaining("pharos:canary.minutes")
        .hasMessageContaining("60 is a multiple");
  }
}
