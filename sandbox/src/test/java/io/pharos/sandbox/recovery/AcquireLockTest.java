package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.ErrorCode;
import io.pharos.recovery.function.RecoveryException;
import io.pharos.recovery.function.Refused;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AcquireLockTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);
  private final Map<String, Object> operation = shop.operation();

  private Delivery lock() {
    return shop.deliver(RecoveryFunction.LOCK);
  }

  private Map<String, Object> held() {
    return shop.item(shop.secondary, "lock", "lock");
  }

  @Test
  void the_lock_is_held_for_ten_minutes_and_the_operation_is_in_the_journal() {
    Map<String, Object> outcome = lock().of(operation);

    assertThat(outcome).contains(entry("outcome", "succeeded"));
    assertThat(held()).contains(entry("owner", "op-1"));
    double expires = (Double) held().get("expires");
    assertThat(Instant.ofEpochSecond((long) expires))
        .isBetween(
            shop.world.clock().instant().plus(Duration.ofMinutes(10)),
            shop.world.clock().instant().plus(Duration.ofMinutes(10)).plusSeconds(5));
    assertThat(shop.item(shop.secondary, "operation#op-1", "summary"))
        .contains(
            entry("operation", "op-1"),
            entry("mode", "unplanned"),
            entry("trigger", "manual"),
            entry("reason", "test"),
            entry("started", operation.get("started")))
        .doesNotContainKeys("ended", "outcome");
    assertThat(shop.items(shop.secondary, "operations"))
        .extracting(item -> item.get("sk"))
        .containsExactly(operation.get("started") + "#op-1");
  }

  @Test
  void asked_twice_it_is_the_same_lock_and_the_same_operation() {
    lock().of(operation);
    Map<String, Object> summary = shop.item(shop.secondary, "operation#op-1", "summary");
    shop.pass(Duration.ofMinutes(1));

    assertThat(lock().of(operation)).contains(entry("outcome", "succeeded"));

    assertThat(held()).contains(entry("owner", "op-1"));
    assertThat(shop.item(shop.secondary, "operation#op-1", "summary")).isEqualTo(summary);
    assertThat(shop.steps("op-1"))
        .singleElement()
        .extracting(step -> step.get("attempts"))
        .isEqualTo(2.0);
  }

  @Test
  void while_another_operation_holds_it_it_is_refused_and_says_until_when() {
    lock().of(operation);
    Map<String, Object> before = held();
    shop.pass(Duration.ofMinutes(9));

    assertThatThrownBy(() -> lock().of(shop.operation("operation", "op-2")))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "LOCK_HELD: operation op-1 holds the lock until "
                + Instant.ofEpochSecond(((Double) before.get("expires")).longValue())
                + "; wait for its end, or stop its execution and start again after that time")
        .extracting(e -> ((RecoveryException) e).code())
        .isEqualTo(ErrorCode.LOCK_HELD);

    assertThat(held()).isEqualTo(before);
    assertThat(shop.item(shop.secondary, "operation#op-2", "summary")).isEmpty();
    assertThat(shop.steps("op-2"))
        .singleElement()
        .extracting(step -> step.get("outcome"))
        .isEqualTo("refused");
  }

  @Test
  void an_expired_lock_is_taken_over() {
    lock().of(operation);
    shop.pass(Duration.ofMinutes(10).plusSeconds(5));

    assertThat(lock().of(shop.operation("operation", "op-2")))
        .contains(entry("outcome", "succeeded"));

    assertThat(held()).contains(entry("owner", "op-2"));
  }

  @Test
  void the_peers_lock_is_taken_as_well() {
    assertThat(lock().of(operation)).contains(entry("peerLocked", true));

    assertThat(peersLock()).contains(entry("owner", "op-1"));
  }

  @Test
  void while_the_peers_lock_is_held_it_is_refused() {
    heldInThePeer();

    assertThatThrownBy(() -> lock().of(operation))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("LOCK_HELD: operation pharos-up holds the lock until ");
    assertThat(peersLock()).contains(entry("owner", "pharos-up"));
  }

  @Test
  void a_holder_whose_name_cannot_be_read_is_a_holder() {
    heldInThePeer();
    Delivery delivery = lock();
    delivery.aws().disturb(8, DisturbedAws.Disturbance.ANSWER_LOST);

    assertThatThrownBy(() -> delivery.of(operation))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("LOCK_HELD: operation (unknown, or just ended) holds the lock;");
  }

  @Test
  void a_peer_that_is_known_to_be_lost_is_not_waited_for() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.deliver(RecoveryFunction.BEACON).of(Map.of());
    Delivery delivery = lock();

    assertThat(delivery.of(operation))
        .contains(entry("outcome", "succeeded"), entry("peerLocked", false));
    assertThat(delivery.took()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a_dead_peer_does_not_keep_an_operation_from_beginning() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);

    Map<String, Object> outcome = lock().of(operation);

    assertThat(outcome).contains(entry("outcome", "succeeded"));
    assertThat(outcome.get("detail").toString())
        .contains("the peer's lock is not held: ", "connect timed out");
  }

  @Test
  void a_peers_lock_whose_answer_was_lost_is_given_back_at_the_end() {
    Delivery delivery = lock();
    delivery.aws().disturb(6, DisturbedAws.Disturbance.ANSWER_LOST);
    delivery.of(operation);
    assertThat(peersLock()).contains(entry("owner", "op-1"));

    shop.deliver(RecoveryFunction.RECORD).of(operation);

    assertThat(peersLock()).isEmpty();
  }

  @Test
  void a_planned_operation_asks_again_when_the_peer_asks_to_slow_down() {
    Delivery delivery = lock();
    delivery.aws().disturb(5, DisturbedAws.Disturbance.THROTTLED);

    assertThatThrownBy(() -> delivery.of(shop.operation("mode", "planned")))
        .isInstanceOf(Unavailable.class);
  }

  private Map<String, Object> peersLock() {
    return shop.item(shop.primary, "lock", "lock");
  }

  private void heldInThePeer() {
    shop.put(
        shop.primary,
        "lock",
        "lock",
        Map.of(
            "owner", AttributeValue.fromS("pharos-up"),
            "expires", AttributeValue.fromN("9999999999")));
  }

  @Test
  void an_input_that_the_state_machine_does_not_send_is_named() {
    for (Map<String, Object> wrong :
        List.of(
            shop.operation("operation", null),
            shop.operation("started", "yesterday"),
            shop.operation("mode", "hasty"))) {
      assertThatThrownBy(() -> lock().of(wrong))
          .hasMessageMatching("INPUT_INVALID: '(operation|started|mode)' .*");
    }
    assertThat(held()).isEmpty();
  }
}
