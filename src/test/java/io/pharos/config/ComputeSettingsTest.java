package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComputeSettingsTest {

  @Test
  void architecture_followsTheInstanceType() {
    assertThat(architecture("t3.small")).isEqualTo("x86_64");
    assertThat(architecture("g4dn.xlarge")).isEqualTo("x86_64");
    assertThat(architecture("t4g.small")).isEqualTo("arm64");
    assertThat(architecture("c7gn.large")).isEqualTo("arm64");
  }

  private static String architecture(String type) {
    return new ExampleConfiguration()
        .at("compute/instanceType", "'" + type + "'")
        .read()
        .compute()
        .architecture();
  }
}
