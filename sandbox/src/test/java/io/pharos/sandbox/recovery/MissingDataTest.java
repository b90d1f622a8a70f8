package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.rds.Row;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an old writer has and the new one has not: known, bounded, told. */
class MissingDataTest {
  private static final String BY_HAND = "{\"reason\":\"drill\"}";

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenDetection detection;
  private int written;

  MissingDataTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(5));
    shop.world
        .clock()
        .every(
            Duration.ofSeconds(1),
            "users",
            () -> {
              shop.direct(
                  "PUT", io.pharos.recovery.contract.Position.PRIMARY, "/rows/" + written++);
              return true;
            });
    shop.pass(Duration.ofSeconds(100));
  }

  @Test
  void a_region_that_died_reports_its_last_seconds_when_it_is_back() {
    lose(Faults.Kind.DEAD);
    Instant fault = shop.world.clock().instant();
    shop.pass(Duration.ofMinutes(25));
    assertThat(summary()).doesNotContainKey("missingFrom");

    giveBack();

    Map<String, Object> summary = summary();
    assertThat(summary).contains(entry("missingIn", "shop-prod-primary-1"));
    assertThat(from(summary)).isBefore(fault).isAfter(fault.minusSeconds(130));
    assertThat(to(summary)).isAfter(fault.plus(Duration.ofMinutes(25)));
    // Dead for 25 minutes, in which nobody wrote.
    assertThat((Double) summary.get("missingSeconds")).isBetween(60.0, 250.0);
    assertEveryLostRowIsInside(summary);
    assertThat(alerts("writes are in the old database"))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.message())
                    .contains("shop-prod-primary-1 in " + shop.primary.region)
                    .contains(summary.get("missingFrom").toString())
                    .contains("shop/prod/database"));
  }

  @Test
  void what_a_region_wrote_while_nobody_saw_it_is_in_the_report() {
    lose(Faults.Kind.ISOLATED);
    Instant fault = shop.world.clock().instant();
    shop.pass(Duration.ofMinutes(25));

    giveBack();

    Map<String, Object> summary = summary();
    assertThat(from(summary)).isBefore(fault);
    assertThat((Double) summary.get("missingSeconds")).isGreaterThan(1500);
    assertThat(lost()).hasSizeGreaterThan(10);
    assertEveryLostRowIsInside(summary);
  }

  @Test
  void a_region_that_answered_and_was_closed_first_reports_a_few_seconds_or_none() {
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofMinutes(30));

    Map<String, Object> summary = shop.item(shop.secondary, "operation#moved", "summary");
    assertThat(summary).containsKey("missingFrom");
    assertEveryLostRowIsInside(summary);
    assertThat(lost().isEmpty() || (Double) summary.get("missingSeconds") > 0).isTrue();
  }

  @Test
  void a_planned_switch_has_no_report() {
    detection.start("moved", "{\"mode\":\"planned\",\"reason\":\"drill\"}");
    shop.pass(Duration.ofMinutes(40));

    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
    assertThat(shop.item(shop.secondary, "operation#moved", "summary"))
        .doesNotContainKey("missingFrom");
    assertThat(lost()).isEmpty();
  }

  @Test
  void the_old_writer_is_not_written_by_the_marker_once_it_is_closed() {
    lose(Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    giveBack();
    Instant closed = Instant.parse(fence().get("fenced").toString());
    shop.pass(Duration.ofMinutes(5));

    assertThat(rows("shop-prod-primary-1", shop.primary.region))
        .allSatisfy(row -> assertThat(row.committed()).isBefore(closed.plusSeconds(60)));
    assertThat(fence()).containsKeys("lastRow", "lastRead", "reported");
  }

  @Test
  void a_peer_that_takes_no_report_gets_it_later() {
    lose(Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.primaryRuntime.deny(RecoveryFunction.BEACON, "dynamodb:UpdateItem");
    giveBack();

    assertThat(summary()).doesNotContainKey("missingFrom");
    assertThat(alerts("writes are in the old database")).isEmpty();
  }

  private void lose(Faults.Kind kind) {
    shop.world.faults().fail(shop.primary.region, kind);
  }

  private void giveBack() {
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(6));
  }

  private Map<String, Object> fence() {
    return shop.item(shop.primary, "fence", "self");
  }

  private Map<String, Object> summary() {
    String operation = detection.operations().get(0);
    return shop.item(shop.secondary, "operation#" + operation, "summary");
  }

  private List<Publication> alerts(String subject) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(alert -> alert.subject() != null && alert.subject().contains(subject))
        .toList();
  }

  private void assertEveryLostRowIsInside(Map<String, Object> summary) {
    assertThat(lost())
        .allSatisfy(row -> assertThat(row.committed()).isBetween(from(summary), to(summary)));
  }

  private static Instant from(Map<String, Object> summary) {
    return Instant.parse(summary.get("missingFrom").toString());
  }

  private static Instant to(Map<String, Object> summary) {
    return Instant.parse(summary.get("missingTo").toString());
  }

  /** The truth: users' rows that the old writer has and the new one has not. */
  private List<Row> lost() {
    Set<String> kept =
        rows("shop-prod-secondary-1", shop.secondary.region).stream()
            .map(Row::key)
            .collect(Collectors.toSet());
    return rows("shop-prod-primary-1", shop.primary.region).stream()
        .filter(row -> row.key().startsWith("rows/") && !kept.contains(row.key()))
        .toList();
  }

  private List<Row> rows(String identifier, String region) {
    return shop.world.service(Rds.class).rows(region, identifier);
  }
}
