package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.recovery.DisturbedAws.Disturbance;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.Route53;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TakeOverTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);
  private final Map<String, Object> operation = shop.operation();

  private Delivery takeOver() {
    return shop.deliver(RecoveryFunction.TAKEOVER);
  }

  private String servedBy() {
    String balancer =
        shop.world
            .service(Route53.class)
            .resolve(GivenAccount.DOMAIN)
            .orElseThrow()
            .loadBalancerDnsName();
    return balancer.equals(shop.secondary.balancer.string("dnsName")) ? "secondary" : "primary";
  }

  private Map<String, Object> traffic() {
    return shop.item(shop.secondary, "traffic", "state");
  }

  @Test
  void it_is_written_down_and_said_twice_and_the_users_come() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    assertThat(servedBy()).isEqualTo("primary");
    String now = shop.world.clock().instant().toString();

    assertThat(takeOver().of(operation))
        .contains(entry("outcome", "succeeded"), entry("claimed", true), entry("peerTold", false))
        .hasEntrySatisfying(
            "detail", detail -> assertThat(detail.toString()).startsWith("this Region takes over"));

    assertThat(traffic()).contains(entry("takenOver", true), entry("operation", "op-1"));
    assertThat(traffic().get("since").toString()).startsWith(now.substring(0, 17));
    assertThat(shop.direct("GET", shop.secondary.position, "/.pharos/takeover"))
        .isEqualTo("200 taken over from eu-central-1");
    assertThat(shop.newest(shop.secondary, Metric.TAKEN_OVER)).contains(1.0);
    shop.pass(Duration.ofSeconds(40));
    assertThat(servedBy()).isEqualTo("secondary");
  }

  @Test
  void the_endpoint_alone_moves_the_users() {
    Delivery delivery = takeOver();
    delivery.aws().disturb("putMetricData", Disturbance.THROTTLED);
    assertThatThrownBy(() -> delivery.of(operation)).isInstanceOf(Unavailable.class);

    shop.pass(Duration.ofSeconds(40));
    assertThat(servedBy()).isEqualTo("secondary");
  }

  @Test
  void said_already_it_says_the_same_again_and_switches_nothing() {
    takeOver().of(operation);
    Map<String, Object> before = traffic();
    shop.pass(Duration.ofMinutes(1));
    Delivery again = takeOver();

    assertThat(again.of(operation))
        .contains(
            entry("outcome", "skipped"), entry("detail", "this Region had taken over already"));

    assertThat(again.calls()).contains("describeRules").doesNotContain("modifyRule");
    assertThat(traffic()).isEqualTo(before);
  }

  @Test
  void a_lost_answer_leaves_the_rest_to_the_next_delivery() {
    Delivery delivery = takeOver();
    delivery.aws().disturb("modifyRule", Disturbance.ANSWER_LOST);
    assertThatThrownBy(() -> delivery.of(operation)).isInstanceOf(Unavailable.class);
    assertThat(shop.newest(shop.secondary, Metric.TAKEN_OVER)).isEmpty();

    takeOver().of(operation);

    assertThat(shop.newest(shop.secondary, Metric.TAKEN_OVER)).contains(1.0);
    assertThat(traffic()).contains(entry("takenOver", true));
  }

  @Test
  void the_primary_takes_back_by_the_secondary_giving_up_its_claim() {
    takeOver().of(operation);
    shop.pass(Duration.ofMinutes(1));
    assertThat(servedBy()).isEqualTo("secondary");
    fence();

    assertThat(takeBack())
        .contains(entry("outcome", "succeeded"), entry("claimed", false), entry("peerTold", true));

    assertThat(traffic()).contains(entry("takenOver", false));
    assertThat(shop.newest(shop.secondary, Metric.TAKEN_OVER)).contains(0.0);
    assertThat(shop.item(shop.primary, "traffic", "state")).doesNotContainKey("reclaimed");
    shop.pass(Duration.ofMinutes(3));
    assertThat(servedBy()).isEqualTo("primary");
  }

  @Test
  void the_primary_claims_the_traffic_when_a_dead_secondary_cannot_be_told() {
    takeOver().of(operation);
    shop.pass(Duration.ofMinutes(1));
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.DEAD);

    assertThat(takeBack()).contains(entry("claimed", true), entry("peerTold", false));

    assertThat(shop.item(shop.primary, "traffic", "state")).contains(entry("reclaimed", true));
    shop.pass(Duration.ofMinutes(3));
    assertThat(servedBy()).isEqualTo("primary");
  }

  @Test
  void aSecondaryThatIsBackJustNowAndNotFenced_keepsItsClaim_andClosesItself() {
    takeOver().of(operation);
    shop.pass(Duration.ofMinutes(1));
    shop.promote();
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.ISOLATED);
    assertThat(fence()).containsEntry("outcome", "pending");
    shop.world.faults().heal(shop.secondary.region);

    assertThat(takeBack()).contains(entry("claimed", true), entry("peerTold", false));

    assertThat(traffic()).contains(entry("takenOver", true));
    shop.deliver(Position.SECONDARY, RecoveryFunction.BEACON).of(Map.of());
    assertThat(shop.item(shop.secondary, "fence", "self")).containsKey("fenced");
    assertThat(traffic()).as("and gives it up then").contains(entry("takenOver", false));
    shop.pass(Duration.ofMinutes(3));
    assertThat(servedBy()).isEqualTo("primary");
  }

  @Test
  void aSecondaryThatCannotLookAtItsDatabase_keepsItsClaim_untilItHasClosedItself() {
    takeOver().of(operation);
    shop.pass(Duration.ofMinutes(1));
    shop.promote();
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.ISOLATED);
    assertThat(takeBack()).contains(entry("claimed", true));
    shop.world.faults().heal(shop.secondary.region);
    Delivery beacon = shop.deliver(Position.SECONDARY, RecoveryFunction.BEACON);
    beacon.aws().disturb("describeDBInstances", Disturbance.THROTTLED);

    assertThatThrownBy(() -> beacon.of(Map.of())).hasMessageContaining("Rate exceeded");

    assertThat(traffic()).as("who gives it up looks no more").contains(entry("takenOver", true));
    shop.deliver(Position.SECONDARY, RecoveryFunction.BEACON).of(Map.of());
    assertThat(shop.item(shop.secondary, "fence", "self")).containsKeys("fenced", "told");
    assertThat(traffic()).contains(entry("takenOver", false));
  }

  private Map<String, Object> fence() {
    return shop.deliver(Position.PRIMARY, RecoveryFunction.FENCE)
        .of(shop.operation("operation", "op-2"));
  }

  private Map<String, Object> takeBack() {
    return shop.deliver(Position.PRIMARY, RecoveryFunction.TAKEOVER)
        .of(shop.operation("operation", "op-2"));
  }

  @Test
  void a_judgement_is_used_up() {
    Readiness.sample(shop, shop.world.clock().instant(), 0);
    shop.deliver(RecoveryFunction.GATE).of(operation);
    assertThat(shop.item(shop.secondary, "gate", "passed")).isNotEmpty();

    takeOver().of(operation);

    assertThat(shop.item(shop.secondary, "gate", "passed")).isEmpty();
  }
}
