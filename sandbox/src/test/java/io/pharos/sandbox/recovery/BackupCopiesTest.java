package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How old the newest copy of the peer's backups is, as a standby says it every hour. */
class BackupCopiesTest {
  /** Calls take their time. */
  private static final Offset<Double> SECONDS = Offset.offset(5.0);

  private final TwoRegionShop shop = new TwoRegionShop(1);

  private double age(Position position) {
    Map<String, Object> said = shop.deliver(position, RecoveryFunction.UPKEEP).of(Map.of());
    double published =
        shop.newest(
                position == Position.PRIMARY ? shop.primary : shop.secondary,
                Metric.COPY_AGE_SECONDS,
                Map.of())
            .orElseThrow();
    assertThat(((Number) said.get("copyAgeSeconds")).doubleValue()).isEqualTo(published);
    return published;
  }

  @Test
  void a_standby_says_how_old_the_newest_copy_is() {
    GivenVaults.in(shop);
    assertThat(age(Position.SECONDARY)).isCloseTo(0, SECONDS);

    shop.pass(Duration.ofHours(5));
    assertThat(age(Position.SECONDARY)).as("none yet").isCloseTo(5 * 3600, SECONDS);
    shop.pass(Duration.ofHours(6));

    // Begun within an hour of 06:00, and copied as soon as it was there.
    assertThat(age(Position.SECONDARY)).isBetween(3.0 * 3600, 5.0 * 3600);
  }

  @Test
  void a_region_that_serves_waits_for_none() {
    GivenVaults.in(shop);
    shop.pass(Duration.ofHours(11));

    assertThat(age(Position.PRIMARY)).isZero();
  }

  @Test
  void a_lost_peer_makes_copies_older_and_the_standby_still_says_so() {
    GivenVaults.in(shop);
    shop.pass(Duration.ofHours(11));
    double before = age(Position.SECONDARY);
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);

    shop.pass(Duration.ofHours(40));

    assertThat(age(Position.SECONDARY)).isCloseTo(before + 40 * 3600, SECONDS);
  }

  @Test
  void without_a_vault_nothing_is_said() {
    assertThat(shop.deliver(Position.SECONDARY, RecoveryFunction.UPKEEP).of(Map.of()))
        .doesNotContainKey("copyAgeSeconds");
  }
}
