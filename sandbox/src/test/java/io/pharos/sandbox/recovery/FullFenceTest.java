package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.Lambda;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** The old writer, closed in three ways, by the failover or by its own Region on its return. */
class FullFenceTest {
  private static final String BY_HAND = "{\"reason\":\"drill\"}";

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenDetection detection;

  FullFenceTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(5));
  }

  @Test
  void a_region_that_answers_is_closed_in_all_ways_before_the_promotion() {
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofMinutes(1));

    assertClosed();
    assertThat(shop.read(shop.secondary.database).attributes()).containsKey("replicateSourceDb");
    shop.pass(Duration.ofMinutes(20));
    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
  }

  @Test
  void a_region_that_returns_closes_itself_in_all_ways() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    assertThat(shop.read(shop.primary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.primary.vpc.databaseGroup);

    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(2));

    assertClosed();
    assertThat(shop.item(shop.primary, "fence", "self"))
        .contains(entry("database", "shop-prod-primary-1"))
        .containsKeys("fenced", "told");
    assertThat(shop.read(shop.secondary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.secondary.vpc.databaseGroup);
  }

  @Test
  void a_part_that_fails_stays_pending_and_the_old_regions_beacon_does_it() {
    shop.secondaryRuntime.deny(RecoveryFunction.FENCE, "rds:ModifyDBInstance");
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofSeconds(40));

    Map<String, Object> fence = shop.item(shop.secondary, "operation#moved", "step#fence");
    assertThat(fence).contains(entry("outcome", "pending"));
    assertThat(fence.get("detail").toString())
        .contains("the database is not in quarantine: ", "rds:ModifyDBInstance")
        .contains("closed with 2 entries", "from 2 to 0");

    shop.pass(Duration.ofMinutes(20));
    assertThat(detection.outcome("moved")).isEqualTo("SUCCEEDED");
    assertClosed();
  }

  @Test
  void the_marker_of_a_region_in_quarantine_fails_nobody() {
    detection.start("moved", BY_HAND);
    shop.pass(Duration.ofMinutes(25));

    assertThat(shop.world.service(Lambda.class).log().lines())
        .filteredOn(line -> line.region().equals(shop.primary.region))
        .filteredOn(line -> line.function().equals("shop-prod-dr-marker"))
        .last()
        .satisfies(line -> assertThat(line.text()).contains("the database is closed"));
  }

  @Test
  void figures_of_an_operation_are_published() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    String operation = detection.operations().get(0);

    Map<String, Object> summary = shop.item(shop.secondary, "operation#" + operation, "summary");
    assertThat(summary).containsKeys("recoverySeconds", "lossBoundSeconds", "fault");
    assertThat(summary).doesNotContainKey("writePauseSeconds");
    assertThat(published(Metric.RECOVERY_SECONDS, Map.of()))
        .containsExactly((Double) summary.get("recoverySeconds"));
    assertThat(published(Metric.LOSS_BOUND_SECONDS, Map.of()))
        .containsExactly((Double) summary.get("lossBoundSeconds"));
    assertThat(published(Metric.STEP_SECONDS, Map.of(Metric.STEP, "promote")))
        .singleElement()
        .satisfies(seconds -> assertThat(seconds).isBetween(60.0, 900.0));
  }

  private List<Double> published(Metric metric, Map<String, String> more) {
    Map<String, String> dimensions = new TreeMap<>(GivenDetection.dimensions());
    dimensions.putAll(more);
    Instant now = shop.world.clock().instant();
    MetricDataQuery query =
        MetricDataQuery.builder()
            .id("figure")
            .metricStat(
                stat ->
                    stat.period(60)
                        .stat("Maximum")
                        .metric(
                            named ->
                                named
                                    .namespace(Metric.NAMESPACE)
                                    .metricName(metric.metricName())
                                    .dimensions(
                                        dimensions.entrySet().stream()
                                            .map(
                                                each ->
                                                    Dimension.builder()
                                                        .name(each.getKey())
                                                        .value(each.getValue())
                                                        .build())
                                            .toList())))
            .build();
    return shop.world
        .bareClient(
            CloudWatchClient.class, shop.secondary.region, Caller.operator(shop.world.clock()))
        .getMetricData(
            get ->
                get.metricDataQueries(query)
                    .startTime(now.minus(Duration.ofMinutes(30)))
                    .endTime(now.plus(Duration.ofMinutes(1))))
        .metricDataResults()
        .get(0)
        .values();
  }

  private void assertClosed() {
    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(shop.primary.vpc.appCidrs);
    assertThat(shop.read(shop.primary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.primary.vpc.quarantineGroup);
    assertThat(shop.read(shop.primaryCompute.group).attributes())
        .contains(entry("minSize", 0), entry("desiredCapacity", 0));
  }
}
