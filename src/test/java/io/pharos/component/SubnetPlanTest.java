package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.config.Cidr;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetPlanTest {

  @Test
  void plan_isWhatAwsxAllotsForThreeZones() {
    // Measured on awsx 2.22.0 with the strategy Auto.
    SubnetPlan plan = new SubnetPlan(Cidr.of("10.0.0.0/16"), 3);

    assertThat(text(plan.privateSubnets()))
        .containsExactly("10.0.4.0/22", "10.0.68.0/22", "10.0.132.0/22");
    assertThat(text(plan.isolatedSubnets()))
        .containsExactly("10.0.8.0/24", "10.0.72.0/24", "10.0.136.0/24");
    assertThat(text(plan.toolsSubnets()))
        .containsExactly("10.0.63.240/28", "10.0.127.240/28", "10.0.191.240/28");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/16, 2",
    "10.0.0.0/18, 3",
    "10.0.0.0/19, 3",
    "10.0.0.0/20, 2",
    "192.168.240.0/20, 3"
  })
  void subnets_neverOverlapAndStayInTheVpc(String vpc, int zones) {
    SubnetPlan plan = new SubnetPlan(Cidr.of(vpc), zones);

    List<Cidr> all =
        Stream.of(plan.privateSubnets(), plan.isolatedSubnets(), plan.toolsSubnets())
            .flatMap(List::stream)
            .toList();
    assertThat(all).hasSize(3 * zones).allMatch(subnet -> subnet.overlaps(plan.vpc()));
    for (Cidr one : all) {
      assertThat(all).filteredOn(one::overlaps).containsExactly(one);
    }
  }

  private static List<String> text(List<Cidr> cidrs) {
    return cidrs.stream().map(Cidr::toString).toList();
  }
}
