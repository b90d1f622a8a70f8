package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is different with PostgreSQL: lag, detection, the gate, and a replica's parameter group. */
class PostgresTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";

  private final TwoRegionShop shop = new TwoRegionShop(2, 0, GivenEngine.POSTGRES);
  private final GivenDetection detection;

  PostgresTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(30));
    shop.pass(Duration.ofMinutes(5));
  }

  @Test
  void a_lost_region_is_taken_over_by_itself_and_judged_by_the_markers_row() {
    shop.user("PUT", "/rows/before");
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    Instant fault = shop.world.clock().instant();
    shop.pass(Duration.ofMinutes(25));

    String operation = detection.operations().get(0);
    assertThat(detection.outcome(operation)).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    Map<String, Object> summary = shop.item(shop.secondary, "operation#" + operation, "summary");
    // A row every minute: no more than that, and what it took to arrive and to be read.
    assertThat((Double) summary.get("lossBoundSeconds")).isBetween(0.0, 135.0);
    Instant started = Instant.parse(summary.get("started").toString());
    assertThat(Duration.between(fault, started).toSeconds()).isBetween(60L, 240L);
  }

  @Test
  void an_idle_source_is_no_lost_one() {
    shop.pass(Duration.ofMinutes(40));

    assertThat(detection.operations()).isEmpty();
    assertThat(shop.item(shop.secondary, "sample", "latest")).isEmpty();
    assertThat((Double) shop.item(shop.secondary, "marker", "latest").get("lagSeconds"))
        .isLessThan(90);
  }

  @Test
  void a_new_replica_gets_its_parameter_group_with_a_restart() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));

    assertThat(reseed()).contains("is being made as a replica of shop-prod-secondary-1");
    shop.pass(Duration.ofMinutes(31));
    assertThat(made().string("parameterGroupName")).isEqualTo("default.postgres17");
    assertThat(reseed()).contains("maintenance window");
    assertThat(reseed()).contains("gets its parameter group");
    assertThat(reseed()).contains("restarts with its parameter group");
    assertThat(reseed()).contains("is rebooting");
    shop.pass(Duration.ofMinutes(4));
    assertThat(reseed()).contains("succeeded", "shop-prod-primary-2 replicates");

    assertThat(made().string("parameterGroupName")).isEqualTo("shop-prod-primary-postgres17");
    assertThat(
            shop.world
                .service(Ssm.class)
                .value(
                    shop.primary.region,
                    GivenRegion.NAMES.localParameter(LocalParameter.DATABASE_ENDPOINT)))
        .hasValue(made().string("address") + ":5432");
  }

  @Test
  void a_returning_region_reports_what_is_missing() {
    shop.user("PUT", "/rows/before");
    shop.pass(Duration.ofSeconds(20));
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(6));

    assertThat(shop.item(shop.secondary, "operation#" + detection.operations().get(0), "summary"))
        .contains(entry("missingIn", "shop-prod-primary-1"));
    assertThat(shop.world.service(Rds.class).rows("eu-central-1", "shop-prod-secondary-1"))
        .extracting(row -> row.key())
        .contains("rows/before");
  }

  private Resource made() {
    return shop.world
        .account()
        .first(
            INSTANCE,
            shop.primary.region,
            each -> each.string("identifier").equals("shop-prod-primary-2"))
        .orElseThrow();
  }

  private String reseed() {
    return shop.deliver(io.pharos.recovery.contract.Position.PRIMARY, RecoveryFunction.RESEED)
        .of(Map.of("operation", "failback-1", "started", shop.world.clock().instant().toString()))
        .toString();
  }
}
