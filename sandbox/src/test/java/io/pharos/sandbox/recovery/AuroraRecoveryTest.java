package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Rds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.GlobalClusterMember;

/** What is different with an Aurora Global Database: lag, promotion, and the way back. */
class AuroraRecoveryTest {
  private final TwoRegionShop shop = new TwoRegionShop(2, 0, GivenEngine.AURORA_MYSQL);
  private final GivenDetection detection;

  AuroraRecoveryTest() {
    shop.world.latency().with("aurora.failover", Duration.ofMinutes(2));
    shop.world.latency().with("aurora.rejoin", Duration.ofMinutes(30));
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(5));
  }

  @Test
  void a_healthy_pair_samples_auroras_own_lag_and_raises_no_alarm() {
    shop.pass(Duration.ofMinutes(30));

    assertThat(detection.operations()).isEmpty();
    // The metric is in milliseconds.
    assertThat((Double) shop.item(shop.secondary, "sample", "latest").get("lagSeconds"))
        .isBetween(0.05, 2.0);
    assertThat((Double) shop.item(shop.secondary, "marker", "latest").get("lagSeconds"))
        .isLessThan(90);
  }

  @Test
  void a_lost_region_is_taken_over_by_itself_within_eight_minutes() {
    shop.user("PUT", "/rows/before");
    shop.pass(Duration.ofSeconds(5));
    Instant fault = lose();
    shop.pass(Duration.ofMinutes(8));

    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    shop.pass(Duration.ofMinutes(4));
    String operation = detection.operations().get(0);
    assertThat(detection.outcome(operation)).isEqualTo("SUCCEEDED");
    assertThat(shop.world.service(Rds.class).rows("eu-central-1", "shop-prod-secondary-1"))
        .extracting(row -> row.key())
        .contains("rows/before", "rows/after");
    Map<String, Object> summary = shop.item(shop.secondary, "operation#" + operation, "summary");
    assertThat((Double) summary.get("lossBoundSeconds")).isBetween(0.0, 120.0);
    assertThat(Instant.parse(summary.get("started").toString()))
        .isBetween(fault, fault.plus(Duration.ofMinutes(4)));
    assertThat(writer()).endsWith("cluster:shop-prod-secondary-1");
  }

  @Test
  void a_returning_region_closes_itself_reports_and_is_a_standby_again_without_a_new_database() {
    lose();
    shop.pass(Duration.ofMinutes(20));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(8));

    assertThat(shop.read(shop.primary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.primary.vpc.quarantineGroup);
    assertThat(shop.item(shop.secondary, "operation#" + detection.operations().get(0), "summary"))
        .contains(entry("missingIn", "shop-prod-primary-1"));
    assertThat(reseed()).contains("waiting", "pending-resync");

    shop.pass(Duration.ofMinutes(35));
    assertThat(reseed()).contains("follows the writer of shop-prod");
    assertThat(atPrimary(RecoveryFunction.REOPEN)).contains("succeeded");
    assertThat(shop.read(shop.primary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.primary.vpc.databaseGroup);
    assertThat(atPrimary(RecoveryFunction.REOPEN)).contains("skipped");
    assertThat(shop.item(shop.primary, "fence", "self")).isEmpty();
    shop.pass(Duration.ofMinutes(2));
    assertThat((Double) shop.item(shop.primary, "marker", "latest").get("lagSeconds"))
        .isLessThan(90);
  }

  @Test
  void a_planned_switch_switches_over_and_loses_nothing() {
    shop.user("PUT", "/rows/before");
    detection.start("planned-1", "{\"mode\":\"planned\",\"reason\":\"maintenance\"}");
    shop.pass(Duration.ofMinutes(30));

    assertThat(detection.outcome("planned-1")).isEqualTo("SUCCEEDED");
    assertThat(writer()).endsWith("cluster:shop-prod-secondary-1");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    assertThat(shop.user("GET", "/rows/before")).startsWith("200");
    assertThat(reseed()).contains("follows the writer of shop-prod");
  }

  @Test
  void a_failback_whose_switch_died_between_promotion_and_move_is_ended_by_the_next_one() {
    GivenMachine failback =
        new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILBACK);
    GivenMachine toPrimary =
        new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.STANDBY);
    new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.STANDBY);
    detection.start("planned-1", "{\"mode\":\"planned\",\"reason\":\"maintenance\"}");
    shop.pass(Duration.ofMinutes(50));
    failback.start("back-1", "{\"reason\":\"done\"}");
    for (int look = 0; !writer().endsWith("cluster:shop-prod-primary-1"); look++) {
      assertThat(look).as("looks until the primary's cluster is the writer").isLessThan(1200);
      shop.pass(Duration.ofSeconds(5));
    }
    toPrimary.kill("back-1-switch");
    failback.kill("back-1");
    shop.pass(Duration.ofMinutes(15));

    failback.start("back-2", "{\"reason\":\"done\"}");
    shop.pass(Duration.ofHours(1));

    assertThat(failback.outcome("back-2")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-west-1");
  }

  @Test
  void the_writer_of_the_global_database_is_no_standby() {
    lose();
    shop.pass(Duration.ofMinutes(20));

    assertThatThrownBy(() -> shop.deliver(RecoveryFunction.REOPEN).of(shop.operation()))
        .hasMessageContaining("DATABASE_NOT_A_REPLICA");
  }

  @Test
  void a_second_disaster_is_survived_by_a_region_that_is_a_replica_again_and_still_closed() {
    GivenMachine toPrimary =
        new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    lose();
    shop.pass(Duration.ofMinutes(20));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(45));
    assertThat(shop.primary.fencedCidrs()).isNotEmpty();
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(3));
    toPrimary.start(
        "second", "{\"reason\":\"drill\",\"acceptDataLoss\":true,\"acceptedBy\":\"ada\"}");
    shop.pass(Duration.ofMinutes(25));

    assertThat(toPrimary.outcome("second")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-west-1");
    assertThat(shop.read(shop.primary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.primary.vpc.databaseGroup);
  }

  @Test
  void a_standby_that_served_once_stays_open_when_nobody_can_say_what_its_cluster_is() {
    put(
        shop.primary,
        Map.of(
            "pk",
            "traffic",
            "sk",
            "state",
            "operation",
            "back-1",
            "database",
            "shop-prod-primary-1"));
    lose();
    shop.pass(Duration.ofMinutes(20));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(45));
    assertThat(shop.primary.fencedCidrs()).isNotEmpty();
    assertThat(atPrimary(RecoveryFunction.REOPEN)).contains("succeeded");

    shop.world
        .faults()
        .begin(new Faults.Disturbance(Trouble.SERVICE_DOWN, shop.primary.region, "rds", 1));
    shop.pass(Duration.ofMinutes(3));

    assertThat(shop.primary.fencedCidrs()).as("nobody would open it again").isEmpty();
  }

  @Test
  void the_missing_data_of_a_cluster_that_is_left_a_second_time_counts_from_this_time_on() {
    put(
        shop.secondary,
        Map.of(
            "pk",
            "marker",
            "sk",
            "inherited",
            "database",
            "shop-prod-primary-1",
            "newest",
            "2026-01-01T00:00:00Z",
            "operation",
            "first",
            "started",
            "2026-01-01T00:00:00Z"));
    Instant fault = lose();
    shop.pass(Duration.ofMinutes(20));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(8));

    Map<String, Object> summary =
        shop.item(shop.secondary, "operation#" + detection.operations().get(0), "summary");
    assertThat(summary).contains(entry("missingIn", "shop-prod-primary-1"));
    assertThat(Instant.parse(summary.get("missingFrom").toString()))
        .isBetween(fault.minus(Duration.ofMinutes(2)), fault);
  }

  private void put(GivenRegion place, Map<String, String> item) {
    Map<String, AttributeValue> values = new HashMap<>();
    item.forEach((name, value) -> values.put(name, AttributeValue.fromS(value)));
    shop.world
        .bareClient(DynamoDbClient.class, place.region, Caller.operator(shop.world.clock()))
        .putItem(put -> put.tableName(GivenRegion.NAMES.table()).item(values));
  }

  private Instant lose() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    return shop.world.clock().instant();
  }

  private String writer() {
    List<GlobalClusterMember> members =
        shop.world
            .bareClient(RdsClient.class, shop.secondary.region, Caller.operator(shop.world.clock()))
            .describeGlobalClusters(
                describe -> describe.globalClusterIdentifier(GivenRegion.NAMES.globalDatabase()))
            .globalClusters()
            .get(0)
            .globalClusterMembers();
    return members.stream()
        .filter(GlobalClusterMember::isWriter)
        .findFirst()
        .orElseThrow()
        .dbClusterArn();
  }

  private String reseed() {
    return atPrimary(RecoveryFunction.RESEED);
  }

  private String atPrimary(RecoveryFunction function) {
    return shop.deliver(Position.PRIMARY, function)
        .of(Map.of("operation", "failback-1", "started", shop.world.clock().instant().toString()))
        .toString();
  }
}
