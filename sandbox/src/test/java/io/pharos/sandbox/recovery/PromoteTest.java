package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.ErrorCode;
import io.pharos.recovery.function.Failed;
import io.pharos.recovery.function.RecoveryException;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromoteTest {
  private static final String ASK = "promoteReadReplica";

  private final TwoRegionShop shop = new TwoRegionShop(0);
  private final Resource database = shop.secondary.database;
  private final Map<String, Object> operation = shop.operation();

  private Delivery promote() {
    return shop.deliver(RecoveryFunction.PROMOTE);
  }

  @Test
  void a_replica_becomes_a_writer_with_backups_and_keeps_its_endpoint() {
    String endpoint = database.string("endpoint");

    assertThat(promote().of(operation)).contains(entry("outcome", "waiting"));
    shop.pass(Duration.ofMinutes(15));
    assertThat(promote().of(operation))
        .contains(entry("outcome", "succeeded"), entry("database", "shop-prod-secondary-1"));

    assertThat(shop.read(database).attributes())
        .contains(
            entry("status", "available"),
            entry("backupRetentionPeriod", 7),
            entry("backupWindow", "02:00-03:00"),
            entry("endpoint", endpoint))
        .doesNotContainKey("replicateSourceDb");
    assertThat(shop.read(shop.primary.database).strings("replicas")).isEmpty();
  }

  @Test
  void a_region_that_nobody_opened_since_its_reseed_is_opened_when_its_replica_is_the_writer() {
    Readiness closed = Readiness.promotedStillClosed();
    TwoRegionShop both = closed.shop();
    assertThat(both.primary.fencedCidrs()).isNotEmpty();

    Map<String, Object> answer = closed.delivery().of(closed.input());

    assertThat(answer).containsEntry("outcome", "succeeded");
    assertThat(answer.get("detail").toString()).contains(" opened: ");
    assertThat(both.primary.fencedCidrs()).isEmpty();
    assertThat(both.read(both.primary.database).strings("vpcSecurityGroupIds"))
        .as("the former writer stays out of reach")
        .containsExactly(both.primary.vpc.quarantineGroup);
  }

  @Test
  void a_peer_that_comes_back_before_it_was_asked_for_is_closed_first() {
    returned();

    assertThat(promote().of(operation))
        .contains(entry("outcome", "waiting"), entry("returned", true));
    shop.deliver(RecoveryFunction.FENCE).of(operation);
    Delivery again = promote();
    again.of(operation);

    assertThat(again.calls()).contains(ASK);
  }

  @Test
  void an_alarms_operation_ends_when_the_peer_comes_back_before_it_was_asked_for() {
    returned();

    assertThatThrownBy(() -> promote().of(shop.operation("trigger", "automatic")))
        .hasMessageStartingWith("PEER_REACHABLE: the peer Region came back before");
    assertThat(shop.read(database).string("replicateSourceDb")).isNotEmpty();
  }

  private void returned() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.deliver(RecoveryFunction.FENCE).of(operation);
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(1));
  }

  @Test
  void while_it_goes_on_it_only_looks() {
    promote().of(operation);
    for (int minute = 0; minute < 15; minute++) {
      Delivery again = promote();
      again.of(operation);
      assertThat(again.calls()).contains("describeDBInstances").doesNotContain(ASK);
      shop.pass(Duration.ofMinutes(1));
    }
    assertThat(promote().of(operation)).contains(entry("outcome", "succeeded"));
  }

  @Test
  void it_looks_before_it_asks() {
    Delivery delivery = promote();
    delivery.of(operation);

    assertThat(delivery.calls()).containsSubsequence("describeDBInstances", ASK);
  }

  @Test
  void it_needs_nothing_of_the_dead_source() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);

    promote().of(operation);
    shop.pass(Duration.ofMinutes(15));

    assertThat(promote().of(operation)).contains(entry("outcome", "succeeded"));
  }

  @Test
  void a_replica_that_is_backed_up_is_waited_for() {
    database.set("status", "backing-up");
    Delivery delivery = promote();

    assertThat(delivery.of(operation))
        .contains(
            entry("outcome", "waiting"), entry("detail", "shop-prod-secondary-1 is backing-up"));
    assertThat(delivery.calls()).doesNotContain(ASK);

    database.set("status", "available");
    assertThat(promote().of(operation))
        .containsEntry("detail", "promotion of shop-prod-secondary-1 begins");
  }

  @Test
  void a_backup_that_begins_after_the_look_is_waited_for() {
    Delivery delivery = promote();
    delivery.aws().before(ASK, () -> database.set("status", "backing-up"));

    Map<String, Object> outcome = delivery.of(operation);

    assertThat(outcome).contains(entry("outcome", "waiting"));
    assertThat(outcome.get("detail").toString())
        .startsWith("shop-prod-secondary-1: ")
        .contains("backing-up");
  }

  @Test
  void a_writer_that_makes_its_first_backup_is_a_writer() {
    shop.promote();
    database.set("status", "backing-up");

    assertThat(promote().of(operation)).contains(entry("outcome", "succeeded"));
  }

  @Test
  void what_does_not_become_available_by_itself_stops_the_operation() {
    for (String status : java.util.List.of("storage-full", "stopped", "incompatible-network")) {
      database.set("status", status);

      assertThatThrownBy(() -> promote().of(operation))
          .isInstanceOf(Failed.class)
          .hasMessage(
              "DATABASE_BROKEN: shop-prod-secondary-1 is "
                  + status
                  + " and does not become available by itself: put it right, then start again");
    }
    assertThat(shop.steps("op-1"))
        .singleElement()
        .satisfies(step -> assertThat(step).contains(entry("outcome", "failed")));
  }

  @Test
  void a_database_that_is_not_there_is_named() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.DATABASE_IDENTIFIER),
            "shop-prod-secondary-9");

    assertThatThrownBy(() -> promote().of(operation))
        .isInstanceOf(Failed.class)
        .hasMessageStartingWith("DEPLOYMENT_INCOMPLETE: database shop-prod-secondary-9");
  }

  @Test
  void a_lost_answer_is_worth_trying_again_and_promotes_once() {
    Delivery delivery = promote();
    delivery.aws().disturb(ASK, DisturbedAws.Disturbance.ANSWER_LOST);

    assertThatThrownBy(() -> delivery.of(operation))
        .isInstanceOf(Unavailable.class)
        .extracting(e -> ((RecoveryException) e).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
    Delivery again = promote();
    assertThat(again.of(operation)).contains(entry("outcome", "waiting"));
    assertThat(again.calls()).doesNotContain(ASK);
  }

  @Test
  void a_throttled_call_is_worth_trying_again() {
    Delivery delivery = promote();
    delivery.aws().disturb(ASK, DisturbedAws.Disturbance.THROTTLED);

    assertThatThrownBy(() -> delivery.of(operation))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("Rate exceeded");
    assertThat(database.string("status")).isEqualTo("available");
  }
}
