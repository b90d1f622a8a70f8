package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);

  private Map<String, Object> verify(boolean writable) {
    return shop.deliver(RecoveryFunction.VERIFY)
        .of(shop.operation("marker", Map.of("writable", writable)));
  }

  private void raised() {
    shop.deliver(RecoveryFunction.CAPACITY).of(shop.operation());
    shop.pass(Duration.ofMinutes(5));
  }

  @Test
  void it_waits_for_the_marker_then_the_targets_and_then_it_is_content() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.promote();
    assertThat(verify(false))
        .contains(
            entry("outcome", "waiting"),
            entry("detail", "the database does not take the marker's row yet"));
    assertThat(verify(true))
        .contains(entry("outcome", "waiting"), entry("detail", "0 of 1 targets are healthy"));

    raised();

    assertThat(verify(true))
        .contains(
            entry("outcome", "succeeded"),
            entry("detail", "database, targets and application answer"),
            entry("healthyTargets", 2));
  }

  @Test
  void without_the_markers_answer_the_database_takes_no_row() {
    raised();

    assertThat(shop.deliver(RecoveryFunction.VERIFY).of(shop.operation()))
        .contains(entry("outcome", "waiting"));
  }

  @Test
  void half_of_the_instances_are_enough_to_begin_with() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.POSTURE),
            "{\"active\":{\"minSize\":2,\"maxSize\":9,\"desiredCapacity\":5}}");
    shop.promote();
    shop.given.update(shop.secondaryCompute.group, "maxSize", 9, "desiredCapacity", 2);
    shop.pass(Duration.ofMinutes(5));
    assertThat(verify(true)).containsEntry("detail", "2 of 3 targets are healthy");

    shop.given.update(shop.secondaryCompute.group, "desiredCapacity", 3);
    shop.pass(Duration.ofMinutes(5));

    assertThat(verify(true)).contains(entry("outcome", "succeeded"));
  }

  @Test
  void an_application_that_does_not_reach_its_database_is_waited_for() {
    shop.promote();
    raised();
    shop.closeSecondary();

    assertThat(verify(true))
        .contains(
            entry("outcome", "waiting"),
            entry("detail", "https://secondary.shop.example.com/dbcheck answers 503"));
  }

  @Test
  void it_changes_nothing_but_journal_and_lock() {
    shop.promote();
    raised();
    Delivery delivery = shop.deliver(RecoveryFunction.VERIFY);
    delivery.of(shop.operation("marker", Map.of("writable", true)));

    assertThat(delivery.calls())
        .containsExactly(
            "updateItem", "updateItem", "getParameter", "describeTargetHealth", "updateItem");
  }
}
