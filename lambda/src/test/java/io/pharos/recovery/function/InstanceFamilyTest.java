package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceFamilyTest {

  @ParameterizedTest
  @CsvSource({
    "t3.small, STANDARD",
    "m7g.large, STANDARD",
    "im4gn.xlarge, STANDARD",
    "z1d.large, STANDARD",
    "h1.2xlarge, STANDARD",
    "hpc7a.96xlarge, HPC",
    "dl1.24xlarge, DL",
    "d3en.xlarge, STANDARD",
    "inf2.xlarge, INF",
    "i4i.large, STANDARD",
    "trn1.2xlarge, TRN",
    "g5.xlarge, GRAPHICS",
    "vt1.3xlarge, GRAPHICS",
    "p5.48xlarge, P",
    "x2idn.16xlarge, X",
    "f1.2xlarge, F"
  })
  void aTypesNameSaysWhichQuotaCountsIt(String type, InstanceFamily family) {
    assertThat(InstanceFamily.of(type)).contains(family);
  }

  @ParameterizedTest
  @CsvSource({"mac2.metal", "u-6tb1.metal", "custom"})
  void whatHasNoSuchQuotaHasNone(String type) {
    assertThat(InstanceFamily.of(type)).isEmpty();
  }
}
