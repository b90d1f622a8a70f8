package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfirmTest {
  private static final String URL = "https://shop.example.com/.pharos/takeover";

  private final TwoRegionShop shop = new TwoRegionShop(0);

  private Map<String, Object> confirm() {
    return shop.deliver(RecoveryFunction.CONFIRM).of(shop.operation());
  }

  @Test
  void users_who_arrive_in_the_other_region_are_waited_for() {
    assertThat(confirm())
        .contains(entry("outcome", "waiting"), entry("detail", URL + " answers 410"));
  }

  @Test
  void users_who_still_go_to_a_dead_region_are_waited_for() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);

    assertThat(confirm())
        .contains(entry("outcome", "waiting"))
        .hasEntrySatisfying(
            "detail",
            detail -> assertThat(detail.toString()).startsWith(URL + ": connect timed out"));
  }

  @Test
  void the_claim_of_the_other_region_is_not_taken_for_its_own() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    shop.pass(Duration.ofSeconds(40));
    shop.world.faults().heal(shop.primary.region);

    shop.deliver(Position.PRIMARY, RecoveryFunction.TAKEOVER).of(shop.operation());

    assertThat(shop.deliver(Position.PRIMARY, RecoveryFunction.CONFIRM).of(shop.operation()))
        .contains(entry("outcome", "waiting"), entry("detail", URL + " answers 200"));
  }

  @Test
  void it_is_confirmed_once_the_name_leads_here() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());
    assertThat(confirm()).contains(entry("outcome", "waiting"));

    shop.pass(Duration.ofSeconds(40));

    assertThat(confirm())
        .contains(entry("outcome", "succeeded"), entry("detail", "users arrive in this Region"));
    assertThat(shop.steps("op-1"))
        .filteredOn(step -> step.get("step").equals("confirm"))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step).contains(entry("outcome", "succeeded"), entry("attempts", 2.0)));
  }
}
