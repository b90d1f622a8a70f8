package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CidrTest {

  @Test
  void subnet_countsFromTheStart() {
    assertThat(Cidr.of("192.168.0.0/16").subnet(18, 3)).hasToString("192.168.192.0/18");
  }

  @Test
  void last_isTheEndOfTheNetwork() {
    assertThat(Cidr.of("172.16.0.0/17").last(28)).hasToString("172.16.127.240/28");
  }

  @Test
  void overlaps_whenOneContainsTheOther() {
    assertThat(Cidr.of("10.0.0.0/16").overlaps(Cidr.of("10.0.240.0/20"))).isTrue();
    assertThat(Cidr.of("10.0.0.0/16").overlaps(Cidr.of("10.1.0.0/20"))).isFalse();
  }

  @Test
  void isPrivate_whenWithinRfc1918() {
    assertThat(Cidr.of("172.31.0.0/16").isPrivate()).isTrue();
    assertThat(Cidr.of("172.32.0.0/16").isPrivate()).isFalse();
  }
}
