package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.WakeUpCall;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.lambda.Invoked;
import io.pharos.sandbox.states.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeUpTest {
  private static final Duration COLD = Duration.ofSeconds(1);

  private final TwoRegionShop shop = new TwoRegionShop(1, 1);
  private final List<Invoked> called = new ArrayList<>();

  @BeforeEach
  void everyStepIsThere() {
    for (Position position : Position.values()) {
      RecoveryFunction.steps().forEach(shop.runtime(position)::function);
    }
    lambda()
        .stage()
        .watch(
            invoked -> {
              if (invoked.payload().equals(WakeUpCall.INPUT)) {
                called.add(invoked);
              }
            });
    shop.pass(Duration.ofMinutes(5));
  }

  private Lambda lambda() {
    return shop.world.service(Lambda.class);
  }

  private void lose(GivenRegion place) {
    shop.world.faults().fail(place.region, Faults.Kind.DEAD);
  }

  private void beat(Position position) {
    shop.deliver(position, RecoveryFunction.BEACON).of(Map.of());
    shop.pass(Duration.ofSeconds(30));
  }

  private List<String> steps() {
    return RecoveryFunction.steps().stream().map(GivenRegion.NAMES::function).toList();
  }

  @Test
  void the_first_look_that_fails_calls_every_step_awake_and_the_next_one_none() {
    beat(Position.SECONDARY);
    assertThat(called).isEmpty();
    lose(shop.primary);

    beat(Position.SECONDARY);
    assertThat(called).extracting(Invoked::function).containsExactlyInAnyOrderElementsOf(steps());
    assertThat(called).extracting(Invoked::region).containsOnly(shop.secondary.region);
    assertThat(called).allMatch(invoked -> !invoked.result().failed());
    shop.pass(Duration.ofSeconds(30));
    beat(Position.SECONDARY);

    assertThat(called).hasSize(steps().size());
  }

  @Test
  void a_peer_that_stays_away_has_them_called_again_before_lambda_forgets_them() {
    lose(shop.primary);
    beat(Position.SECONDARY);
    called.clear();

    shop.pass(Duration.ofMinutes(5));
    beat(Position.SECONDARY);

    assertThat(called).hasSameSizeAs(steps());
    assertThat(called).allMatch(invoked -> invoked.result().took().compareTo(COLD) < 0);
  }

  @Test
  void a_step_that_was_called_awake_starts_warm_and_is_a_step_like_any_other() {
    lose(shop.primary);
    beat(Position.SECONDARY);
    assertThat(shop.items(shop.secondary, "operation#op-1")).isEmpty();
    shop.pass(Duration.ofMinutes(1));

    var locked =
        lambda()
            .invoke(
                shop.secondary.region,
                GivenRegion.NAMES.function(RecoveryFunction.LOCK) + ":live",
                Json.write(shop.operation()));

    assertThat(locked.payload()).contains("\"outcome\":\"succeeded\"");
    assertThat(locked.took()).isLessThan(COLD);
    assertThat(shop.items(shop.secondary, "operation#op-1")).isNotEmpty();
  }

  @Test
  void a_region_that_has_the_traffic_has_no_recovery_to_prepare() {
    beat(Position.PRIMARY);
    lose(shop.secondary);

    beat(Position.PRIMARY);

    assertThat(called).isEmpty();
  }

  @Test
  void a_primary_that_stands_by_prepares_one_and_the_secondary_that_serves_does_not() {
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    beat(Position.SECONDARY);
    beat(Position.PRIMARY);
    lose(shop.secondary);

    beat(Position.PRIMARY);

    assertThat(called).extracting(Invoked::region).containsOnly(shop.primary.region);
    assertThat(called).hasSameSizeAs(steps());
    shop.world.faults().heal(shop.secondary.region);
    lose(shop.primary);
    called.clear();

    beat(Position.SECONDARY);

    assertThat(called).isEmpty();
  }

  @Test
  void what_the_up_has_not_made_yet_is_left_out() {
    TwoRegionShop young = new TwoRegionShop(0);
    young.secondaryRuntime.function(RecoveryFunction.LOCK);
    young.world.faults().fail(young.primary.region, Faults.Kind.DEAD);

    assertThat(young.deliver(RecoveryFunction.BEACON).of(Map.of()))
        .containsEntry("outcome", "succeeded");
  }

  @Test
  void a_table_that_does_not_answer_keeps_nobody_asleep() {
    Delivery delivery = shop.deliver(RecoveryFunction.GATE);
    delivery.aws().disturb("getItem", DisturbedAws.Disturbance.THROTTLED);

    assertThat(delivery.of(Map.of(WakeUpCall.FIELD, true))).containsEntry("outcome", "skipped");
  }
}
