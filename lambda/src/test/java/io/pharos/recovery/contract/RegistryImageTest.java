package io.pharos.recovery.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryImageTest {
  private static final String REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web";
  private static final String DIGEST = "sha256:" + "a1".repeat(32);

  private static RegistryImage image(String uri) {
    return RegistryImage.of(uri).orElseThrow();
  }

  @Test
  void an_image_is_known_by_its_tag_its_digest_or_as_the_newest() {
    assertThat(image(REPOSITORY + ":7"))
        .isEqualTo(new RegistryImage("123456789012", "eu-west-1", "shop/web", "7"));
    assertThat(image(REPOSITORY).reference()).isEqualTo("latest");
    assertThat(image(REPOSITORY + ":7@" + DIGEST).reference()).isEqualTo(DIGEST);
    assertThat(image(REPOSITORY + "@" + DIGEST).byDigest()).isTrue();
  }

  @Test
  void the_same_image_is_another_one_in_another_region() {
    assertThat(image(REPOSITORY + ":7").in("eu-central-1").uri())
        .isEqualTo("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:7");
    assertThat(image(REPOSITORY + "@" + DIGEST).uri()).isEqualTo(REPOSITORY + "@" + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "ghcr.io/example/shop:1.0.0",
        "public.ecr.aws/nginx/nginx:1.27",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop:1"
      })
  void what_is_in_no_private_registry_of_the_partition_is_none(String image) {
    assertThat(RegistryImage.of(image)).isEmpty();
  }
}
