package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** What the active Region has run, and how many start where it is taken over. */
class ObservedCapacityTest {
  private final TwoRegionShop shop = new TwoRegionShop(2);

  @BeforeEach
  void the_primary_serves() {
    shop.pass(Duration.ofMinutes(5));
  }

  private void primaryRuns(int desired) {
    shop.world
        .bareClient(
            AutoScalingClient.class, shop.primary.region, Caller.operator(shop.world.clock()))
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(shop.primaryCompute.group.id())
                    .minSize(1)
                    .maxSize(20)
                    .desiredCapacity(desired));
  }

  private void look() {
    shop.deliver(RecoveryFunction.BEACON).of(Map.of());
  }

  private Object peak() {
    return shop.item(shop.secondary, "capacity", "observed").get("peak");
  }

  private Map<String, Object> raise() {
    return shop.deliver(RecoveryFunction.CAPACITY).of(shop.operation());
  }

  @Test
  void the_standby_keeps_the_peak_of_a_day() {
    primaryRuns(5);
    look();
    primaryRuns(3);
    look();
    assertThat(peak()).isEqualTo(5.0);

    shop.pass(Duration.ofHours(23));
    look();
    assertThat(peak()).isEqualTo(5.0);

    shop.pass(Duration.ofHours(1));
    look();
    assertThat(peak()).isEqualTo(3.0);
    assertThat((Map<?, ?>) shop.item(shop.secondary, "capacity", "observed").get("hours"))
        .hasSize(2);
  }

  @Test
  void within_an_hour_only_a_new_peak_is_written() {
    look();
    Delivery again = shop.deliver(RecoveryFunction.BEACON);
    again.of(Map.of());
    int before = writes(again);
    primaryRuns(4);
    Delivery more = shop.deliver(RecoveryFunction.BEACON);
    more.of(Map.of());

    assertThat(writes(more)).isEqualTo(before + 1);
    assertThat(peak()).isEqualTo(4.0);
  }

  private static int writes(Delivery delivery) {
    return (int) delivery.calls().stream().filter("updateItem"::equals).count();
  }

  @Test
  void the_active_region_watches_nobody() {
    shop.deliver(Position.PRIMARY, RecoveryFunction.BEACON).of(Map.of());

    assertThat(shop.item(shop.primary, "capacity", "observed")).isEmpty();
  }

  @Test
  void a_region_that_takes_over_starts_with_the_peak_and_says_so() {
    primaryRuns(5);
    look();
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofDays(2));
    look();

    Map<String, Object> outcome = raise();

    assertThat(outcome)
        .contains(entry("desiredCapacity", 5), entry("capacityFrom", "observed"))
        .containsEntry(
            "detail",
            "shop-prod-app from 0 to 5, the observed peak of 5, at most 6; configured are 2");
    assertThat(shop.read(shop.secondaryCompute.group).integer("minSize")).isEqualTo(2);
  }

  @Test
  void the_peak_is_bounded_by_the_maximum() {
    primaryRuns(12);
    look();

    assertThat(raise()).contains(entry("desiredCapacity", 6), entry("capacityFrom", "observed"));
  }

  @Test
  void what_is_configured_is_the_least() {
    primaryRuns(1);
    shop.pass(Duration.ofHours(25));
    look();

    assertThat(raise())
        .contains(
            entry("desiredCapacity", 2),
            entry("capacityFrom", "configured"),
            entry("detail", "shop-prod-app from 0 to 2, as configured: the observed peak is 1"));
  }

  @Test
  void where_nothing_was_observed_it_is_what_is_configured() {
    assertThat(raise())
        .contains(entry("desiredCapacity", 2), entry("capacityFrom", "configured"))
        .containsEntry(
            "detail", "shop-prod-app from 0 to 2, as configured: no peak was ever observed");
  }

  @Test
  void where_the_deployment_goes_by_the_configuration_nothing_is_watched() {
    primaryRuns(5);
    Delivery beacon = shop.deliver(RecoveryFunction.BEACON);
    beacon.aws().set("PHAROS_CAPACITY", "configured");
    beacon.of(Map.of());
    assertThat(shop.item(shop.secondary, "capacity", "observed")).isEmpty();

    look();
    Delivery capacity = shop.deliver(RecoveryFunction.CAPACITY);
    capacity.aws().set("PHAROS_CAPACITY", "configured");

    assertThat(capacity.of(shop.operation()))
        .contains(entry("desiredCapacity", 2), entry("capacityFrom", "configured"));
  }
}
