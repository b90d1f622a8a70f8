package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.recovery.DisturbedAws.Disturbance;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);
  private final Map<String, Object> operation = shop.operation();

  @BeforeEach
  void an_operation_is_at_work() {
    shop.deliver(RecoveryFunction.LOCK).of(operation);
  }

  private void judgedAndFenced() {
    Readiness.sample(shop, shop.world.clock().instant().minusSeconds(10), 1);
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.deliver(RecoveryFunction.GATE).of(operation);
    shop.deliver(RecoveryFunction.FENCE).of(operation);
    shop.pass(Duration.ofMinutes(10));
  }

  private Map<String, Object> failure(boolean refused) {
    Map<String, Object> input = shop.operation("started", operation.get("started"));
    input.put(
        "failure",
        Map.of(
            "step",
            "promote",
            "refused",
            refused,
            "error",
            "io.pharos.recovery.function.Failed",
            "cause",
            "{\"errorMessage\":\"DATABASE_BROKEN: it is stopped\",\"errorType\":\"x\"}"));
    return input;
  }

  private Delivery record() {
    return shop.deliver(RecoveryFunction.RECORD);
  }

  private List<Publication> alerts() {
    return shop.world.service(Sns.class).delivered();
  }

  private Map<String, Object> summary() {
    return shop.item(shop.secondary, "operation#op-1", "summary");
  }

  @Test
  void a_success_is_told_with_its_figures_and_the_lock_is_given_back() {
    judgedAndFenced();

    assertThat(record().of(operation)).contains(entry("outcome", "succeeded"));

    assertThat(summary())
        .contains(
            entry("outcome", "succeeded"),
            entry("fault", operation.get("started")),
            entry("detail", "at most the last 11 s before the fault; the fence is pending"));
    assertThat((Double) summary().get("recoverySeconds")).isBetween(600.0, 605.0);
    assertThat(shop.items(shop.secondary, "operations"))
        .singleElement()
        .satisfies(item -> assertThat(item).contains(entry("outcome", "succeeded")));
    assertThat(shop.newest(shop.secondary, Metric.RECOVERY_SECONDS))
        .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(600.0, 605.0));
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.subject())
                  .isEqualTo("[shop-prod] failover succeeded: eu-central-1 is active");
              assertThat(alert.message())
                  .contains(
                      "Operation op-1 (manual: test)",
                      "Lost: at most the last 11 s before the fault.",
                      "Fence: pending. ",
                      "run `pharos reconcile`");
            });
  }

  @Test
  void told_once_it_is_not_told_again() {
    judgedAndFenced();
    record().of(operation);
    Map<String, Object> before = summary();
    shop.pass(Duration.ofMinutes(1));
    Delivery again = record();

    again.of(operation);

    assertThat(again.calls()).doesNotContain("publish", "putMetricData");
    assertThat(summary()).isEqualTo(before);
    assertThat(alerts()).hasSize(1);
  }

  @Test
  void a_stop_says_where_why_and_what_to_do() {
    assertThat(record().of(failure(false)))
        .contains(
            entry("outcome", "stopped"),
            entry("detail", "DATABASE_BROKEN: it is stopped"),
            entry("stoppedAt", "promote"));

    assertThat(summary()).contains(entry("outcome", "stopped"), entry("stoppedAt", "promote"));
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.subject()).isEqualTo("[shop-prod] failover stopped at step promote");
              assertThat(alert.message())
                  .contains(
                      "stopped in eu-central-1 at step 'promote'.",
                      "Why: DATABASE_BROKEN: it is stopped",
                      "the traffic was not moved",
                      "put right what is said above");
            });
  }

  @Test
  void a_stop_that_cannot_be_written_down_is_told_of_after_a_minute_and_not_each_time() {
    shop.world
        .faults()
        .begin(new Faults.Disturbance(Trouble.SERVICE_DOWN, shop.secondary.region, "dynamodb", 1));
    for (int attempt = 0; attempt < 20; attempt++) {
      Map<String, Object> again = failure(false);
      again.put("attempt", attempt);
      assertThatThrownBy(() -> record().of(again)).isInstanceOf(Unavailable.class);
    }

    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.subject())
                  .isEqualTo("[shop-prod] failover stopped, and cannot write it down");
              assertThat(alert.message())
                  .contains(
                      "Operation op-1 (manual: test)",
                      "stopped in eu-central-1 at step 'promote'.",
                      "Why: DATABASE_BROKEN: it is stopped",
                      "the journal does not answer (UNAVAILABLE: The service is unavailable.",
                      "What to do: wait for the message that follows",
                      "(pharos failover)");
            });
  }

  @Test
  void a_refusal_asks_for_a_decision() {
    assertThat(record().of(failure(true))).contains(entry("outcome", "refused"));

    assertThat(alerts().get(0).message()).contains("was refused", "decide on what is said above");
  }

  @Test
  void a_stop_after_the_takeover_says_where_the_traffic_is() {
    shop.deliver(RecoveryFunction.TAKEOVER).of(operation);

    record().of(failure(false));

    assertThat(alerts().get(0).message()).contains("the traffic goes to eu-central-1");
  }

  @Test
  void the_lock_of_another_operation_is_not_given_back() {
    shop.pass(Duration.ofHours(3));
    shop.deliver(RecoveryFunction.LOCK).of(shop.operation("operation", "op-2"));

    record().of(failure(false));

    assertThat(shop.item(shop.secondary, "lock", "lock")).contains(entry("owner", "op-2"));
  }

  @Test
  void while_people_cannot_be_told_the_operation_is_not_closed() {
    judgedAndFenced();
    Delivery delivery = record();
    delivery.aws().disturb("publish", Disturbance.THROTTLED);

    assertThatThrownBy(() -> delivery.of(operation)).isInstanceOf(Unavailable.class);
    assertThat(summary()).doesNotContainKey("outcome");
    assertThat(shop.item(shop.secondary, "lock", "lock")).contains(entry("owner", "op-1"));

    record().of(operation);
    assertThat(alerts()).hasSize(1);
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
  }
}
