package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Sns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way back, and the second disaster, without the Pulumi engine. */
class FailbackTest extends WayBack {
  private static final String LOSS_ACCEPTED =
      "{\"reason\":\"second disaster\",\"acceptDataLoss\":true,\"acceptedBy\":\"the test\"}";

  @Test
  void the_application_comes_back_and_both_regions_are_as_before() {
    disaster();
    failback.start("failback-1", BY_HAND);
    writeFor(Duration.ofHours(2));

    assertThat(failback.outcome("failback-1")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/last")).isEqualTo("201 committed from eu-west-1");
    shop.pass(Duration.ofMinutes(1));
    assertThat(database(shop.primary, "shop-prod-primary-2").has("replicateSourceDb")).isFalse();
    assertThat(database(shop.secondary, "shop-prod-secondary-2").string("replicateSourceDb"))
        .isEqualTo(database(shop.primary, "shop-prod-primary-2").string("arn"));
    assertThat(local(shop.secondary, LocalParameter.DATABASE_IDENTIFIER))
        .isEqualTo("shop-prod-secondary-2");
    assertThat(shop.primary.fencedCidrs()).isEmpty();
    assertThat(shop.secondary.fencedCidrs()).isEmpty();
    assertThat(shop.read(shop.primaryCompute.group).integer("desiredCapacity")).isEqualTo(2);
    assertThat(shop.read(shop.secondaryCompute.group).integer("desiredCapacity")).isZero();
    assertThat(shop.item(shop.secondary, "traffic", "state")).contains(entry("takenOver", false));
    assertThat(shop.item(shop.primary, "traffic", "state")).doesNotContainKey("reclaimed");
    assertThat(shop.item(shop.primary, "lock", "lock")).isEmpty();
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(rows(shop.secondary, "shop-prod-secondary-2")).contains("rows/last");
  }

  @Test
  void nothing_that_was_acknowledged_on_the_way_back_is_lost() {
    disaster();
    failback.start("failback-1", BY_HAND);
    writeFor(Duration.ofHours(2));

    assertThat(failback.outcome("failback-1")).isEqualTo("SUCCEEDED");
    assertThat(written).isGreaterThan(200);
    List<String> rows = rows(shop.primary, "shop-prod-primary-2");
    for (int row = 0; row < written; row++) {
      assertThat(rows).contains("rows/way-" + row);
    }
  }

  @Test
  void the_former_writers_stay_and_nobody_reaches_them() {
    disaster();
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofHours(2));

    for (GivenRegion place : List.of(shop.primary, shop.secondary)) {
      Resource former = database(place, GivenRegion.NAMES.database(place.position, 1));
      assertThat(former.string("status")).isEqualTo("available");
      assertThat(former.strings("vpcSecurityGroupIds")).containsExactly(place.vpc.quarantineGroup);
    }
  }

  @Test
  void the_journal_and_the_alerts_tell_the_parts() {
    disaster();
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(steps(shop.primary, "failback-1"))
        .containsExactlyInAnyOrder(
            "reseed-here succeeded",
            "switch succeeded",
            "reseed-peer succeeded",
            "record succeeded");
    assertThat(shop.item(shop.primary, "operation#failback-1", "summary"))
        .contains(entry("kind", "failback"), entry("outcome", "succeeded"));
    assertThat(steps(shop.primary, "failback-1-reseed-here"))
        .contains("reseed succeeded", "reopen succeeded", "record succeeded");
    assertThat(steps(shop.primary, "failback-1-switch")).contains("drain succeeded");
    assertThat(steps(shop.secondary, "failback-1-reseed-peer")).contains("settle skipped");
    assertThat(alerts(shop.primary))
        .contains(
            "[shop-prod] standby succeeded: eu-west-1 stands by",
            "[shop-prod] failback succeeded: eu-west-1 is active");
    assertThat(alerts(shop.secondary))
        .contains("[shop-prod] standby succeeded: eu-central-1 stands by");
  }

  @Test
  void after_the_way_back_the_next_disaster_is_survived() {
    disaster();
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofHours(2));
    assertThat(failback.outcome("failback-1")).isEqualTo("SUCCEEDED");

    shop.user("PUT", "/rows/before");
    shop.pass(Duration.ofMinutes(2));
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(3));
    toSecondary.start("again", BY_HAND);
    shop.pass(Duration.ofMinutes(25));

    assertThat(toSecondary.outcome("again")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    assertThat(shop.user("GET", "/rows/before")).isEqualTo("200 before from eu-central-1");
  }

  @Test
  void staying_makes_the_other_region_a_standby_and_moves_nobody() {
    disaster();
    primaryStandby.start("stay", BY_HAND);
    shop.pass(Duration.ofMinutes(50));

    assertThat(primaryStandby.outcome("stay")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");
    assertThat(shop.primary.fencedCidrs()).isEmpty();
    assertThat(shop.read(shop.primaryCompute.group).integer("desiredCapacity")).isZero();
    assertThat(shop.direct("PUT", Position.PRIMARY, "/rows/2")).doesNotStartWith("201");
  }

  @Test
  void aStandbyWhoseDatabaseCannotBeLookedAt_staysOpenToItsApplication() {
    disaster();
    primaryStandby.start("stay", BY_HAND);
    shop.pass(Duration.ofMinutes(50));
    Faults.Disturbance down =
        new Faults.Disturbance(Trouble.SERVICE_DOWN, shop.primary.region, "rds", 1);
    shop.world.faults().begin(down);

    shop.pass(Duration.ofMinutes(3));

    assertThat(shop.primary.fencedCidrs()).as("nobody would open it again").isEmpty();
    shop.world.faults().end(down);
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(3));
    toPrimary.start("second", LOSS_ACCEPTED);
    shop.pass(Duration.ofMinutes(25));
    assertThat(toPrimary.outcome("second")).isEqualTo("SUCCEEDED");
  }

  @Test
  void the_second_disaster_takes_the_application_back_while_the_other_region_is_dead() {
    disaster();
    primaryStandby.start("stay", BY_HAND);
    shop.pass(Duration.ofMinutes(50));
    shop.user("PUT", "/rows/kept");
    shop.pass(Duration.ofMinutes(2));

    shop.world.faults().fail(shop.secondary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(3));
    toPrimary.start("second", LOSS_ACCEPTED);
    shop.pass(Duration.ofMinutes(25));

    assertThat(toPrimary.outcome("second")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("GET", "/rows/kept")).isEqualTo("200 kept from eu-west-1");
    assertThat(shop.user("PUT", "/rows/more")).isEqualTo("201 committed from eu-west-1");
    assertThat(shop.item(shop.primary, "traffic", "state")).contains(entry("reclaimed", true));
  }

  @Test
  void when_the_dead_region_returns_its_claim_goes_first_and_the_other_one_after_it() {
    the_second_disaster_takes_the_application_back_while_the_other_region_is_dead();
    shop.world.faults().heal(shop.secondary.region);
    boolean reclaimed = true;
    for (int minute = 0; minute < 15; minute++) {
      shop.pass(Duration.ofMinutes(1));
      Map<String, Object> secondary = shop.item(shop.secondary, "traffic", "state");
      reclaimed = Boolean.TRUE.equals(shop.item(shop.primary, "traffic", "state").get("reclaimed"));
      assertThat(reclaimed || Boolean.FALSE.equals(secondary.get("takenOver"))).isTrue();
      assertThat(shop.user("PUT", "/rows/minute-" + minute))
          .isEqualTo("201 committed from eu-west-1");
    }

    assertThat(reclaimed).isFalse();
    assertThat(shop.secondary.fencedCidrs()).hasSize(2);
    secondaryStandby.start("standby", BY_HAND);
    shop.pass(Duration.ofMinutes(50));
    assertThat(secondaryStandby.outcome("standby")).isEqualTo("SUCCEEDED");
  }

  private List<String> alerts(GivenRegion place) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(place.region))
        .map(each -> each.subject())
        .toList();
  }
}
