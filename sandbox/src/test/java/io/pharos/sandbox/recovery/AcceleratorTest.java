package io.pharos.sandbox.recovery;

import static io.pharos.recovery.contract.Position.PRIMARY;
import static io.pharos.recovery.contract.Position.SECONDARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A takeover, and the way back, where an accelerator leads users in the place of Route 53. */
class AcceleratorTest {
  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenAccelerator accelerator = shop.accelerated();
  private final GivenDetection detection;

  AcceleratorTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(5));
  }

  /** Who took users' writes, second by second, without repetitions. */
  private List<String> writersFor(Duration time) {
    List<String> writers = new ArrayList<>();
    for (int second = 0; second < time.toSeconds(); second++) {
      shop.pass(Duration.ofSeconds(1));
      String answer = shop.user("PUT", "/rows/" + second);
      String writer = answer.startsWith("201") ? answer.replaceFirst(".* from ", "") : "nobody";
      if (writers.isEmpty() || !writers.get(writers.size() - 1).equals(writer)) {
        writers.add(writer);
      }
    }
    return writers;
  }

  @Test
  void users_are_led_to_the_region_that_serves_and_kept_out_of_the_other() {
    assertThat(writersFor(Duration.ofMinutes(3))).containsExactly("eu-west-1");
    assertThat(accelerator.open(PRIMARY)).isTrue();
    assertThat(accelerator.open(SECONDARY)).isFalse();
  }

  @Test
  void a_lost_region_is_left_once_the_other_one_lets_users_in_and_the_dials_follow() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);

    assertThat(writersFor(Duration.ofMinutes(25))).containsExactly("nobody", "eu-central-1");

    assertThat(detection.outcome(detection.operations().get(0))).isEqualTo("SUCCEEDED");
    assertThat(accelerator.open(SECONDARY)).isTrue();
    assertThat(accelerator.dial(SECONDARY)).isEqualTo(100);
    assertThat(accelerator.dial(PRIMARY)).isZero();
  }

  @Test
  void a_region_that_returns_gets_no_users_and_keeps_them_out_by_itself() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);

    assertThat(writersFor(Duration.ofMinutes(5))).containsExactly("eu-central-1");
    assertThat(accelerator.open(PRIMARY)).isFalse();
    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(shop.primary.vpc.appCidrs);
  }

  @Test
  void without_the_region_of_the_dials_users_are_led_all_the_same_and_the_dials_follow_later() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.world.faults().fail(AcceleratorTypes.CONTROL_PLANE, Faults.Kind.DEAD);

    assertThat(writersFor(Duration.ofMinutes(25))).containsExactly("nobody", "eu-central-1");
    assertThat(detection.outcome(detection.operations().get(0))).isEqualTo("SUCCEEDED");
    assertThat(accelerator.dial(PRIMARY)).isEqualTo(100);
    assertThat(shop.item(shop.secondary, "traffic", "dials").get("pending").toString())
        .contains("connect timed out");

    shop.world.faults().heal(AcceleratorTypes.CONTROL_PLANE);
    shop.pass(Duration.ofMinutes(2));
    assertThat(accelerator.dial(PRIMARY)).isZero();
    assertThat(shop.item(shop.secondary, "traffic", "dials")).doesNotContainKey("pending");
  }

  @Test
  void a_planned_switch_closes_one_entrance_and_opens_the_other() {
    detection.start("switch", "{\"mode\":\"planned\",\"reason\":\"maintenance\"}");

    assertThat(writersFor(Duration.ofMinutes(25)))
        .containsExactly("eu-west-1", "nobody", "eu-central-1");
    assertThat(detection.outcome("switch")).isEqualTo("SUCCEEDED");
    assertThat(accelerator.open(PRIMARY)).isFalse();
    assertThat(accelerator.dial(SECONDARY)).isEqualTo(100);
  }

  @Test
  void the_way_back_leads_users_back() {
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(10));
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.STANDBY);
    new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.STANDBY);
    GivenMachine failback =
        new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILBACK);
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(5));

    failback.start("back", "{\"reason\":\"the Region is back\"}");
    assertThat(writersFor(Duration.ofMinutes(80)))
        .containsExactly("eu-central-1", "nobody", "eu-west-1");

    assertThat(failback.outcome("back")).isEqualTo("SUCCEEDED");
    assertThat(accelerator.open(PRIMARY)).isTrue();
    assertThat(accelerator.open(SECONDARY)).isFalse();
    assertThat(accelerator.dial(PRIMARY)).isEqualTo(100);
    assertThat(accelerator.dial(SECONDARY)).isZero();
  }

  @Test
  void the_fence_keeps_users_out_of_a_region_that_answers_and_the_beacon_lets_nobody_in() {
    assertThat(shop.deliver(RecoveryFunction.FENCE).of(shop.operation()).get("detail").toString())
        .contains("users are kept out of eu-west-1");

    shop.pass(Duration.ofMinutes(3));
    assertThat(accelerator.open(PRIMARY)).isFalse();
  }

  @Test
  void readiness_tells_who_is_let_in_and_how_the_dials_are() {
    assertThat(ready())
        .isEqualTo("ok users are kept out until the takeover, and the dials are right");

    accelerator.turn(SECONDARY, 50);
    assertThat(ready()).startsWith("warns ").endsWith("the dial of eu-central-1 is at 50");

    shop.world.faults().fail(AcceleratorTypes.CONTROL_PLANE, Faults.Kind.DEAD);
    assertThat(ready()).startsWith("warns ").endsWith("us-west-2 does not say how the dials are");
  }

  private String ready() {
    Map<String, Object> outcome = shop.deliver(RecoveryFunction.READY).of(Map.of());
    assertThat(outcome).contains(entry("outcome", "succeeded"));
    String checks = shop.item(shop.secondary, "readiness", "latest").get("checks").toString();
    return checks.replaceFirst(
        "(?s).*\"check\":\"accelerator\",\"state\":\"(\\w+)\",\"detail\":\"([^\"]*)\".*", "$1 $2");
  }
}
