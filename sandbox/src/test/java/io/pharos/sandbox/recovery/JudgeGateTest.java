package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.recovery.function.Refused;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class JudgeGateTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);
  private Instant fault;

  @BeforeEach
  void the_primary_is_dead_since_a_minute() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    fault = shop.world.clock().instant();
    shop.put(
        shop.secondary,
        "peer",
        "probe",
        Map.of("firstFailed", AttributeValue.fromS(fault.toString())));
    shop.pass(Duration.ofMinutes(1));
  }

  private Map<String, Object> gate(Object... more) {
    return shop.deliver(RecoveryFunction.GATE).of(shop.operation(more));
  }

  private void sampled(Duration beforeFault, double lagSeconds) {
    Readiness.sample(shop, fault.minus(beforeFault), lagSeconds);
  }

  private Map<String, Object> judgement() {
    return shop.item(shop.secondary, "gate", "passed");
  }

  @Test
  void a_known_and_small_loss_passes() {
    sampled(Duration.ofSeconds(40), 2);

    Map<String, Object> outcome = gate();

    assertThat(outcome)
        .contains(entry("outcome", "succeeded"), entry("fault", fault.toString()))
        .containsEntry(
            "detail",
            "at most 42 s of writes are lost (lag 2 s, sampled at "
                + fault.minusSeconds(40)
                + ", fault at "
                + fault
                + "); the limit is 300 s");
    assertThat(judgement())
        .contains(
            entry("database", "shop-prod-secondary-1"),
            entry("operation", "op-1"),
            entry("boundSeconds", 42.0));
  }

  @Test
  void what_was_asked_of_another_database_is_forgotten_and_of_this_one_it_is_not() {
    sampled(Duration.ofSeconds(40), 2);
    asked("shop-prod-secondary-0");
    gate();
    assertThat(judgement()).doesNotContainKeys("asked", "askedBy", "announced");

    asked("shop-prod-secondary-1");
    gate();
    assertThat(judgement()).containsKeys("asked", "askedBy", "announced");
  }

  private void asked(String database) {
    shop.put(
        shop.secondary,
        "gate",
        "passed",
        Map.of(
            "database",
            AttributeValue.fromS(database),
            "asked",
            AttributeValue.fromS(fault.toString()),
            "askedBy",
            AttributeValue.fromS("op-0"),
            "announced",
            AttributeValue.fromBool(true)));
  }

  @Test
  void the_lag_is_judged_at_the_fault_and_not_now() {
    sampled(Duration.ofSeconds(40), 2);
    shop.pass(Duration.ofHours(3));

    assertThat(gate()).contains(entry("outcome", "succeeded"));
    assertThat(judgement()).contains(entry("boundSeconds", 42.0));
  }

  @Test
  void without_any_sample_the_loss_is_unknown() {
    refused(
        "LOSS_UNKNOWN: no lag was ever sampled while the source answered, so what would be lost at"
            + " the fault ("
            + fault
            + ") is unknown. Nothing was changed. To accept the loss, start the operation again"
            + " with \"acceptDataLoss\": true and \"acceptedBy\": \"<your name>\"");
  }

  @Test
  void an_old_sample_says_too_little() {
    sampled(Duration.ofSeconds(301), 0);

    refused(
        "LOSS_UNKNOWN: the newest lag sample is 301 s older than the fault, more than the 300 s"
            + " that can be judged by");
  }

  @Test
  void a_sample_of_five_minutes_before_the_fault_is_just_young_enough() {
    sampled(Duration.ofSeconds(300), 0);

    assertThat(gate()).contains(entry("outcome", "succeeded"), entry("detail", detail(300)));
  }

  private String detail(int bound) {
    return "at most "
        + bound
        + " s of writes are lost (lag 0 s, sampled at "
        + fault.minusSeconds(300)
        + ", fault at "
        + fault
        + "); the limit is 300 s";
  }

  @Test
  void too_large_a_loss_is_refused_with_the_limit() {
    sampled(Duration.ofSeconds(60), 241);

    refused("LOSS_TOO_LARGE: at most 301 s of writes are lost");
    assertThat(shop.steps("op-1"))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.get("detail").toString()).contains("the limit is 300 s. Nothing"));
  }

  @Test
  void a_person_who_is_named_can_accept_it() {
    sampled(Duration.ofSeconds(60), 241);

    assertThat(gate("acceptDataLoss", true, "acceptedBy", " ann "))
        .contains(entry("outcome", "succeeded"), entry("acceptedBy", "ann"))
        .hasEntrySatisfying(
            "detail",
            detail ->
                assertThat(detail.toString())
                    .startsWith("ann accepted the loss: LOSS_TOO_LARGE: at most 301 s"));
  }

  @Test
  void a_person_can_accept_a_loss_that_nobody_knows() {
    assertThat(gate("acceptDataLoss", true, "acceptedBy", "ann"))
        .contains(entry("outcome", "succeeded"), entry("acceptedBy", "ann"))
        .doesNotContainKey("boundSeconds");
  }

  @Test
  void nobody_cannot_accept_anything() {
    assertThatThrownBy(() -> gate("acceptDataLoss", true, "acceptedBy", "  "))
        .isInstanceOf(Refused.class)
        .hasMessage(
            "LOSS_ACCEPTED_BY_NOBODY: the loss is accepted but by nobody: start again with"
                + " \"acceptedBy\": \"<your name>\"");
    assertThat(judgement()).isEmpty();
  }

  @Test
  void by_itself_nothing_is_promoted_when_the_peer_answers_again() {
    sampled(Duration.ofSeconds(40), 2);
    shop.put(
        shop.secondary, "peer", "probe", Map.of("lastOk", AttributeValue.fromS(fault.toString())));

    assertThatThrownBy(() -> gate("trigger", "automatic"))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("PEER_REACHABLE: the peer Region answers again");
    assertThat(judgement()).isEmpty();
  }

  @Test
  void delivered_twice_it_judges_the_same() {
    sampled(Duration.ofSeconds(40), 2);
    Map<String, Object> operation = shop.operation();
    Map<String, Object> first = shop.deliver(RecoveryFunction.GATE).of(operation);
    Map<String, Object> judged = judgement();

    assertThat(shop.deliver(RecoveryFunction.GATE).of(operation)).isEqualTo(first);
    assertThat(judgement()).isEqualTo(judged);
  }

  @Test
  void what_was_judged_before_the_promotion_is_not_judged_again() {
    sampled(Duration.ofSeconds(40), 2);
    gate();
    shop.promote();

    assertThat(gate("operation", "op-2"))
        .contains(
            entry("outcome", "skipped"),
            entry(
                "detail", "judged by operation op-1 before the promotion of shop-prod-secondary-1"))
        .containsEntry("fault", fault.toString());
  }

  @Test
  void a_writer_that_nobody_judged_is_refused() {
    sampled(Duration.ofSeconds(40), 2);
    shop.promote();

    refused("DATABASE_NOT_A_REPLICA: shop-prod-secondary-1 is not a replica");
  }

  @Test
  void a_region_that_has_the_traffic_has_nothing_left_to_judge() {
    shop.promote();
    shop.deliver(RecoveryFunction.TAKEOVER).of(shop.operation());

    assertThat(gate())
        .contains(
            entry("outcome", "skipped"),
            entry("detail", "shop-prod-secondary-1 is the writer and has the traffic already"));
  }

  @Test
  void a_database_that_is_not_there_is_named() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.DATABASE_IDENTIFIER),
            "shop-prod-secondary-9");

    assertThatThrownBy(() -> gate())
        .isInstanceOf(Failed.class)
        .hasMessage(
            "DEPLOYMENT_INCOMPLETE: database shop-prod-secondary-9 of parameter"
                + " local/database-identifier is not in eu-central-1: restore it, or put the"
                + " identifier of the right one into the parameter");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> gate()).isInstanceOf(Refused.class).hasMessageStartingWith(message);
    assertThat(judgement()).doesNotContainKey("database");
    assertThat(shop.steps("op-1"))
        .filteredOn(step -> step.get("step").equals("gate"))
        .singleElement()
        .extracting(step -> step.get("outcome"))
        .isEqualTo("refused");
  }
}
