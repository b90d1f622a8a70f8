package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Route53;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.rds.Row;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole failover, as it runs in the secondary Region, without the Pulumi engine. */
class FailoverTest {
  private static final String BY_HAND = "{\"reason\":\"drill\"}";

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenDetection detection;

  FailoverTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(5));
  }

  @Test
  void a_lost_region_is_taken_over_by_itself() {
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-west-1");
    shop.pass(Duration.ofMinutes(1));
    fail(Faults.Kind.DEAD);

    shop.pass(Duration.ofMinutes(25));

    assertThat(shop.user("PUT", "/rows/2")).isEqualTo("201 committed from eu-central-1");
    assertThat(shop.user("GET", "/rows/1")).isEqualTo("200 1 from eu-central-1");
    assertThat(shop.world.service(Route53.class).resolve(GivenAccount.DOMAIN).orElseThrow())
        .extracting(answer -> answer.loadBalancerDnsName())
        .isEqualTo(shop.secondary.balancer.string("dnsName"));
    assertThat(shop.read(shop.secondary.database).attributes())
        .contains(entry("status", "available"), entry("backupRetentionPeriod", 7))
        .doesNotContainKey("replicateSourceDb");
    assertThat(detection.operations()).hasSize(1);
    String operation = detection.operations().get(0);
    assertThat(detection.outcome(operation)).isEqualTo("SUCCEEDED");
    assertThat(shop.item(shop.secondary, "operation#" + operation, "summary"))
        .contains(
            entry("outcome", "succeeded"),
            entry("trigger", "automatic"),
            entry("reason", "alarm shop-prod-peer-lost"),
            entry("mode", "unplanned"));
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
  }

  @Test
  void the_journal_tells_every_step_in_its_order() {
    fail(Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));

    List<Map<String, Object>> steps = shop.steps(detection.operations().get(0));

    assertThat(steps)
        .extracting(step -> step.get("step") + " " + step.get("outcome"))
        .satisfiesAnyOf(
            words -> assertThat(words).isEqualTo(journal("promote", "capacity")),
            words -> assertThat(words).isEqualTo(journal("capacity", "promote")));
    assertThat(steps)
        .allSatisfy(
            step ->
                assertThat(Instant.parse(step.get("ended").toString()))
                    .isAfter(Instant.parse(step.get("started").toString())));
    Map<String, Object> gate = steps.get(1);
    assertThat(gate.get("detail").toString())
        .startsWith("at most ")
        .endsWith("; the limit is 300 s");
    assertThat(steps.get(2).get("detail").toString())
        .contains("is not closed", "connect timed out", "The peer's beacon closes it");
  }

  private static List<String> journal(String first, String second) {
    return List.of(
        "lock succeeded",
        "gate succeeded",
        "fence pending",
        first + " succeeded",
        second + " succeeded",
        "marker succeeded",
        "verify succeeded",
        "takeover succeeded",
        "sources skipped",
        "confirm succeeded",
        "record succeeded");
  }

  @Test
  void users_move_only_after_the_database_is_writable() {
    fail(Faults.Kind.DEAD);

    for (int second = 0; second < 1500; second += 5) {
      shop.pass(Duration.ofSeconds(5));
      boolean moved =
          shop.world
              .service(Route53.class)
              .resolve(GivenAccount.DOMAIN)
              .filter(
                  answer ->
                      answer
                          .loadBalancerDnsName()
                          .equals(shop.secondary.balancer.string("dnsName")))
              .isPresent();
      if (moved) {
        assertThat(shop.user("PUT", "/rows/" + second)).startsWith("201 committed");
      }
    }
    assertThat(shop.user("GET", "/dbcheck")).isEqualTo("200 writable from eu-central-1");
  }

  @Test
  void a_region_that_returns_fences_itself_within_two_beacon_periods() {
    fail(Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    assertThat(shop.primary.fencedCidrs()).isEmpty();

    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(2));

    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(shop.primary.vpc.appCidrs);
    assertThat(shop.direct("PUT", Position.PRIMARY, "/rows/9")).startsWith("503 ");
    assertThat(shop.user("PUT", "/rows/9")).isEqualTo("201 committed from eu-central-1");
    shop.pass(Duration.ofMinutes(10));
    assertThat(alerts(shop.primary))
        .satisfiesExactly(
            fenced -> assertThat(fenced).isEqualTo("[shop-prod] eu-west-1 fenced itself"),
            missing -> assertThat(missing).endsWith(" s of writes are in the old database"));
    assertThat(detection.operations()).hasSize(1);
  }

  @Test
  void a_region_that_nobody_sees_is_taken_over_and_fences_itself_when_it_is_seen_again() {
    fail(Faults.Kind.ISOLATED);
    shop.pass(Duration.ofMinutes(25));

    assertThat(shop.user("PUT", "/rows/2")).isEqualTo("201 committed from eu-central-1");
    assertThat(shop.primary.fencedCidrs()).isEmpty();

    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(2));

    assertThat(shop.direct("PUT", Position.PRIMARY, "/rows/3")).startsWith("503 ");
    assertThat(rows(shop.primary)).doesNotContain("rows/2", "rows/3");
  }

  @Test
  void a_loss_of_less_than_a_minute_moves_nobody() {
    fail(Faults.Kind.DEAD);
    shop.pass(Duration.ofSeconds(55));
    shop.world.faults().heal(shop.primary.region);

    shop.pass(Duration.ofMinutes(20));

    assertThat(detection.operations()).isEmpty();
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-west-1");
    assertThat(shop.item(shop.secondary, "peer", "probe")).doesNotContainKey("firstFailed");
  }

  @Test
  void a_second_start_is_refused_while_the_first_is_at_work() {
    fail(Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(4));
    String first = detection.operations().get(0);

    detection.start("again", BY_HAND);
    shop.pass(Duration.ofMinutes(20));

    assertThat(detection.outcome("again"))
        .startsWith("FAILED Refused LOCK_HELD: operation " + first + " holds the lock until ");
    assertThat(detection.outcome(first)).isEqualTo("SUCCEEDED");
    assertThat(alerts(shop.secondary))
        .contains("[shop-prod] failover refused at step lock")
        .contains("[shop-prod] failover succeeded: eu-central-1 is active");
  }

  @Test
  void a_stopped_operation_says_why_and_goes_on_when_it_is_started_again() {
    shop.secondaryRuntime.deny(RecoveryFunction.CAPACITY, "autoscaling:UpdateAutoScalingGroup");
    fail(Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(10));
    String first = detection.operations().get(0);
    assertThat(detection.outcome(first))
        .startsWith("FAILED Stopped ")
        .contains("is not authorized to perform: autoscaling:UpdateAutoScalingGroup");
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(shop.item(shop.secondary, "traffic", "state")).isEmpty();
    Publication alert = newest(shop.secondary);
    assertThat(alert.message())
        .contains("the traffic was not moved", "then start the failover again");

    shop.secondaryRuntime.deny(RecoveryFunction.CAPACITY, "nothing");
    detection.start("second", BY_HAND);
    shop.pass(Duration.ofMinutes(25));

    assertThat(detection.outcome("second")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");
  }

  @Test
  void by_hand_a_living_region_is_fenced_before_the_promotion() {
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofSeconds(30));
    assertThat(shop.primary.fencedCidrs()).hasSize(2);
    assertThat(shop.user("PUT", "/rows/1")).startsWith("503 ");

    shop.pass(Duration.ofMinutes(20));

    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
    assertThat(shop.steps("moved").get(2)).contains(entry("outcome", "succeeded"));
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");
  }

  @Test
  void equal_worlds_run_equally() {
    FailoverTest other = new FailoverTest();
    for (FailoverTest each : List.of(this, other)) {
      each.fail(Faults.Kind.DEAD);
      each.shop.pass(Duration.ofMinutes(25));
    }

    assertThat(detection.operations()).isEqualTo(other.detection.operations());
    String operation = detection.operations().get(0);
    assertThat(shop.items(shop.secondary, "operation#" + operation))
        .isEqualTo(other.shop.items(other.shop.secondary, "operation#" + operation))
        .hasSize(12);
  }

  private void fail(Faults.Kind kind) {
    shop.world.faults().fail(shop.primary.region, kind);
  }

  private List<String> rows(GivenRegion place) {
    return shop
        .world
        .service(Rds.class)
        .rows(place.region, place.database.string("identifier"))
        .stream()
        .map(Row::key)
        .toList();
  }

  /** The runtime's own messages, without those of alarms. */
  private List<String> alerts(GivenRegion place) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(place.region))
        .map(Publication::subject)
        .filter(subject -> subject.startsWith("[shop-prod]"))
        .toList();
  }

  private Publication newest(GivenRegion place) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(place.region))
        .reduce((before, after) -> after)
        .orElseThrow();
  }
}
