package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Settings;
import org.junit.jupiter.api.Test;

class ReplicaRehearsalTest {
  @Test
  void whereSettingsSayNo_theDatabaseOnlyIsRehearsed_andTheStepSaysWhy() {
    Settings settings = new ExampleConfiguration().json("drills", "{'rehearsal':false}").read();

    assertThat(settings.rehearsesCompute()).isFalse();
    assertThat(ReplicaRehearsal.databaseOnly(settings))
        .contains("database only", "rehearsal: false");
    assertThat(new ExampleConfiguration().read().rehearsesCompute()).isTrue();
  }
}
