package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.contract.RegistryImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComputeSettingsTest {

  @Test
  void architecture_followsTheInstanceType() {
    assertThat(architecture("t3.small")).isEqualTo("x86_64");
    assertThat(architecture("g4dn.xlarge")).isEqualTo("x86_64");
    assertThat(architecture("t4g.small")).isEqualTo("arm64");
    assertThat(architecture("c7gn.large")).isEqualTo("arm64");
  }

  @Test
  void replicateImages_isOffUnlessSaid() {
    assertThat(new ExampleConfiguration().read().compute().replicateImages()).isFalse();
    assertThat(replicating("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:7").read())
        .satisfies(
            settings -> {
              assertThat(settings.compute().replicateImages()).isTrue();
              assertThat(settings.compute().registryImages())
                  .containsExactly(
                      new RegistryImage("123456789012", "eu-central-1", "shop/web", "7"));
            });
  }

  @Test
  void replicateImages_withoutAnImageInEcr_isRefused() {
    for (String image :
        List.of("ghcr.io/example/shop:1.0.0", "public.ecr.aws/nginx/nginx:1.27", "nginx")) {
      assertThatThrownBy(() -> replicating(image).read())
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("pharos:compute.replicateImages")
          .hasMessageContaining("no other registry is replicated");
    }
  }

  @Test
  void replicateImages_ofWhatIsPushedElsewhere_isRefused() {
    assertThatThrownBy(
            () -> replicating("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web:7").read())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("pharos:compute.replicateImages")
        .hasMessageContaining("us-east-1")
        .hasMessageContaining("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7");
  }

  @Test
  void replicateImages_isToldTogetherWithOtherFaults() {
    assertThatThrownBy(() -> replicating("nginx").at("compute/cpuTargetPercent", "5").read())
        .hasMessageContaining("pharos:compute.replicateImages")
        .hasMessageContaining("pharos:compute.cpuTargetPercent");
  }

  private static ExampleConfiguration replicating(String image) {
    return new ExampleConfiguration()
        .at("compute/containers/0/image", "'" + image + "'")
        .at("compute/replicateImages", "true");
  }

  private static String architecture(String type) {
    return new ExampleConfiguration()
        .at("compute/instanceType", "'" + type + "'")
        .read()
        .compute()
        .architecture();
  }
}
