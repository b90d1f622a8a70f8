package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.drill.Verdict;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void followsTheVerdict() {
    assertThat(ExitCode.of(Verdict.MET)).isZero();
    assertThat(ExitCode.of(Verdict.MISSED)).isEqualTo(1);
    assertThat(ExitCode.of(Verdict.REFUSED)).isEqualTo(1);
    assertThat(ExitCode.of(Verdict.STOPPED)).isEqualTo(3);
  }
}
