package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.recovery.DisturbedAws.Disturbance;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeaconTest {
  private final TwoRegionShop shop = new TwoRegionShop(1);

  private void booted() {
    shop.pass(Duration.ofMinutes(5));
  }

  private Delivery beacon(Position position) {
    return shop.deliver(position, RecoveryFunction.BEACON);
  }

  private Map<String, Object> beat(Position position) {
    return beacon(position).of(Map.of());
  }

  private Map<String, Object> probe() {
    return shop.item(shop.secondary, "peer", "probe");
  }

  private List<String> told(GivenRegion place) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(place.region))
        .map(Publication::subject)
        .toList();
  }

  private void takenOver() {
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
  }

  @Test
  void while_the_peer_serves_the_standby_keeps_the_lag_and_says_that_all_is_well() {
    booted();

    assertThat(beat(Position.SECONDARY))
        .contains(
            entry("outcome", "succeeded"), entry("claimed", false), entry("peerHealthy", true));

    assertThat(probe()).containsKey("lastOk").doesNotContainKey("firstFailed");
    assertThat(shop.item(shop.secondary, "sample", "latest")).containsKeys("time", "lagSeconds");
    assertThat(shop.newest(shop.secondary, Metric.PEER_UNREACHABLE)).contains(0.0);
    assertThat(shop.newest(shop.secondary, Metric.TAKEN_OVER)).contains(0.0);
  }

  @Test
  void the_first_failure_is_kept_until_the_peer_is_well_again() {
    booted();
    beat(Position.SECONDARY);
    Map<String, Object> sample = shop.item(shop.secondary, "sample", "latest");
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofSeconds(10));
    String first = shop.world.clock().instant().toString();

    beat(Position.SECONDARY);
    shop.pass(Duration.ofMinutes(3));
    beat(Position.SECONDARY);

    assertThat(probe().get("firstFailed").toString()).startsWith(first.substring(0, 19));
    assertThat(shop.newest(shop.secondary, Metric.PEER_UNREACHABLE))
        .hasValueSatisfying(seconds -> assertThat(seconds).isGreaterThan(180));
    assertThat(shop.item(shop.secondary, "sample", "latest")).isEqualTo(sample);

    shop.world.faults().heal(shop.primary.region);
    beat(Position.SECONDARY);
    assertThat(probe()).doesNotContainKey("firstFailed");
  }

  @Test
  void a_region_that_should_serve_and_does_not_is_as_good_as_gone() {
    assertThat(beat(Position.SECONDARY)).contains(entry("peerHealthy", false));

    assertThat(probe()).containsKey("firstFailed");
    assertThat(shop.newest(shop.secondary, Metric.PEER_UNREACHABLE))
        .hasValueSatisfying(seconds -> assertThat(seconds).isLessThan(45));
  }

  @Test
  void a_pilot_light_need_not_serve_to_be_well() {
    assertThat(beat(Position.PRIMARY)).contains(entry("peerHealthy", true));
    assertThat(shop.item(shop.primary, "peer", "probe")).containsKey("lastOk");
    assertThat(shop.newest(shop.primary, Metric.RECLAIMED)).contains(0.0);
  }

  @Test
  void broken_replication_is_no_sample() {
    booted();
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(20));
    shop.world.faults().heal(shop.primary.region);

    beat(Position.SECONDARY);

    assertThat(shop.item(shop.secondary, "sample", "latest")).isEmpty();
  }

  @Test
  void it_repeats_the_claim_and_puts_right_what_was_changed() {
    takenOver();
    Readiness.answer(shop.secondary, "404");

    assertThat(beat(Position.SECONDARY)).contains(entry("claimed", true));

    assertThat(shop.newest(shop.secondary, Metric.TAKEN_OVER)).contains(1.0);
    assertThat(shop.direct("GET", Position.SECONDARY, "/.pharos/takeover"))
        .isEqualTo("200 taken over from eu-central-1");
  }

  @Test
  void a_second_beat_switches_nothing() {
    takenOver();
    beat(Position.SECONDARY);
    Delivery again = beacon(Position.SECONDARY);
    again.of(Map.of());

    assertThat(again.calls()).doesNotContain("modifyRule", "createNetworkAclEntry", "publish");
  }

  @Test
  void the_old_writer_fences_itself_once_the_peer_has_the_traffic() {
    beat(Position.PRIMARY);
    assertThat(shop.primary.fencedCidrs()).isEmpty();
    takenOver();

    beat(Position.PRIMARY);

    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(shop.primary.vpc.appCidrs);
    assertThat(told(shop.primary)).containsExactly("[shop-prod] eu-west-1 fenced itself");

    Delivery again = beacon(Position.PRIMARY);
    again.of(Map.of());
    assertThat(again.calls()).doesNotContain("createNetworkAclEntry", "publish");
  }

  @Test
  void the_region_that_has_the_traffic_does_not_fence_itself() {
    takenOver();
    beat(Position.SECONDARY);

    assertThat(shop.secondary.fencedCidrs()).isEmpty();
  }

  @Test
  void people_who_could_not_be_told_are_told_the_next_minute_and_the_fence_is_closed_at_once() {
    takenOver();
    Delivery delivery = beacon(Position.PRIMARY);
    delivery.aws().disturb("publish", Disturbance.THROTTLED);

    assertThatThrownBy(() -> delivery.of(Map.of())).hasMessageContaining("Rate exceeded");
    assertThat(shop.primary.fencedCidrs()).hasSize(2);
    assertThat(shop.newest(shop.primary, Metric.RECLAIMED)).contains(0.0);
    assertThat(told(shop.primary)).isEmpty();

    beat(Position.PRIMARY);
    beat(Position.PRIMARY);
    assertThat(told(shop.primary)).hasSize(1);
  }

  @Test
  void aFenceThatCannotBeNotedIsClosed_andPeopleAreToldAtOnce() {
    takenOver();
    Delivery delivery = beacon(Position.PRIMARY);
    delivery.aws().disturb("updateItem", Disturbance.THROTTLED);

    assertThatThrownBy(() -> delivery.of(Map.of())).hasMessageContaining("Rate exceeded");

    assertThat(shop.primary.fencedCidrs()).hasSize(2);
    beat(Position.PRIMARY);
    assertThat(told(shop.primary)).isNotEmpty();
  }

  @Test
  void one_part_that_fails_keeps_no_other_from_its_work() {
    booted();
    shop.secondaryRuntime.deny(RecoveryFunction.BEACON, "elasticloadbalancing:DescribeRules");

    assertThatThrownBy(() -> beat(Position.SECONDARY))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("elasticloadbalancing:DescribeRules");

    assertThat(probe()).containsKey("lastOk");
    assertThat(shop.item(shop.secondary, "sample", "latest")).containsKey("lagSeconds");
    assertThat(shop.newest(shop.secondary, Metric.PEER_UNREACHABLE)).contains(0.0);
  }

  @Test
  void a_dead_peer_costs_no_more_than_its_time() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    Delivery delivery = beacon(Position.SECONDARY);

    assertThat(delivery.of(Map.of())).contains(entry("peerHealthy", false));
    assertThat(delivery.took()).isLessThan(RecoveryFunction.BEACON.timeout());
  }
}
