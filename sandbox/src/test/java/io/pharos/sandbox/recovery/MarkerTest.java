package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkerTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);

  private Map<String, Object> everyMinute(Position position) {
    return shop.deliver(position, RecoveryFunction.MARKER).of(Map.of());
  }

  private Map<String, Object> step() {
    return shop.deliver(RecoveryFunction.MARKER).of(shop.operation("step", "marker"));
  }

  private List<Row> rows(GivenRegion place) {
    return shop.world.service(Rds.class).rows(place.region, place.database.string("identifier"));
  }

  private void written() {
    everyMinute(Position.PRIMARY);
    shop.pass(Duration.ofSeconds(30));
  }

  @Test
  void a_writer_takes_a_row_and_its_replica_has_it_soon() {
    assertThat(everyMinute(Position.PRIMARY))
        .contains(entry("outcome", "succeeded"), entry("writable", true));
    assertThat(rows(shop.primary)).hasSize(1);
    assertThat(shop.newest(shop.primary, Metric.MARKER_LAG_SECONDS)).contains(0.0);

    shop.pass(Duration.ofSeconds(10));
    assertThat(rows(shop.secondary)).isEqualTo(rows(shop.primary));
  }

  @Test
  void a_replica_says_how_old_its_newest_row_is() {
    written();

    Map<String, Object> outcome = everyMinute(Position.SECONDARY);

    assertThat(outcome).contains(entry("outcome", "waiting"), entry("writable", false));
    assertThat(((Number) outcome.get("lagSeconds")).doubleValue()).isBetween(29.0, 32.0);
    assertThat(shop.item(shop.secondary, "marker", "latest"))
        .containsEntry("lagSeconds", ((Number) outcome.get("lagSeconds")).doubleValue());
    assertThat(shop.newest(shop.secondary, Metric.MARKER_LAG_SECONDS))
        .hasValueSatisfying(lag -> assertThat(lag).isBetween(29.0, 32.0));
    assertThat(rows(shop.secondary)).hasSize(1);
  }

  @Test
  void a_replica_that_has_no_row_yet_is_waited_for() {
    assertThat(everyMinute(Position.SECONDARY))
        .contains(entry("outcome", "waiting"), entry("detail", "the replica has no row yet"));
  }

  @Test
  void in_an_operation_it_waits_until_the_database_takes_a_row() {
    written();
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    assertThat(step()).contains(entry("outcome", "waiting"), entry("writable", false));

    shop.promote();

    assertThat(step()).contains(entry("outcome", "succeeded"), entry("writable", true));
    assertThat(rows(shop.secondary)).hasSize(2);
    assertThat(shop.steps("op-1"))
        .filteredOn(step -> step.get("step").equals("marker"))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step).contains(entry("outcome", "succeeded"), entry("attempts", 2.0)));
  }

  @Test
  void a_database_that_does_not_answer_is_waited_for_in_an_operation() {
    written();
    shop.secondary.database.set("status", "rebooting");

    Map<String, Object> outcome = step();

    assertThat(outcome).contains(entry("outcome", "waiting"), entry("writable", false));
    assertThat(outcome.get("detail").toString()).contains("rebooting");
  }

  @Test
  void a_database_that_does_not_answer_is_an_error_every_minute() {
    shop.primary.database.set("status", "rebooting");

    assertThatThrownBy(() -> everyMinute(Position.PRIMARY))
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("UNAVAILABLE: ")
        .hasMessageNotContaining(GivenRegion.PASSWORD);
  }

  @Test
  void an_endpoint_that_is_none_is_shown_and_no_credential_is() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.DATABASE_ENDPOINT),
            "nowhere");

    assertThatThrownBy(() -> step())
        .isInstanceOf(Failed.class)
        .hasMessage(
            "DEPLOYMENT_INCOMPLETE: parameter local/database-endpoint must be host:port (it is"
                + " 'nowhere') and secret shop/prod/database must hold username and password")
        .hasNoCause();
  }
}
