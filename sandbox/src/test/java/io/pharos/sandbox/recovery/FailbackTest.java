package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** The way back, and the second disaster, without the Pulumi engine. */
class FailbackTest {
  private static final String BY_HAND = "{\"reason\":\"the Region is back\"}";
  private static final String LOSS_ACCEPTED =
      "{\"reason\":\"second disaster\",\"acceptDataLoss\":true,\"acceptedBy\":\"the test\"}";

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenDetection toSecondary;
  private final GivenMachine toPrimary;
  private final GivenMachine primaryStandby;
  private final GivenMachine secondaryStandby;
  private final GivenMachine failback;
  private int written;

  FailbackTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    toSecondary = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    toPrimary = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    primaryStandby = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.STANDBY);
    secondaryStandby =
        new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.STANDBY);
    failback = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILBACK);
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(30));
    shop.pass(Duration.ofMinutes(5));
  }

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

  @Test
  void a_part_that_stops_stops_the_failback_and_the_next_one_goes_on_from_there() {
    disaster();
    shop.primaryRuntime.deny(RecoveryFunction.REOPEN, "ec2:DeleteNetworkAclEntry");
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofMinutes(50));
    assertThat(failback.outcome("failback-1"))
        .startsWith("FAILED Stopped PART_STOPPED: part 'reseed-here' (failback-1-reseed-here)")
        .contains("ec2:DeleteNetworkAclEntry");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");

    shop.primaryRuntime.deny(RecoveryFunction.REOPEN, "nothing");
    failback.start("failback-2", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(failback.outcome("failback-2")).isEqualTo("SUCCEEDED");
    assertThat(local(shop.primary, LocalParameter.DATABASE_IDENTIFIER))
        .isEqualTo("shop-prod-primary-2");
  }

  @Test
  void what_died_behind_the_move_is_ended_by_the_next_failback() {
    disaster();
    failback.start("failback-1", BY_HAND);
    passUntilMoved("failback-1");
    toPrimary.kill("failback-1-switch");
    failback.kill("failback-1");
    shop.pass(Duration.ofMinutes(15));
    failback.start("failback-2", BY_HAND);
    writeFor(Duration.ofHours(1));

    assertThat(failback.outcome("failback-2")).isEqualTo("SUCCEEDED");
    assertThat(steps(shop.primary, "failback-2"))
        .containsExactlyInAnyOrder(
            "reseed-here skipped", "switch succeeded", "reseed-peer succeeded", "record succeeded");
    assertThat(shop.user("PUT", "/rows/last")).isEqualTo("201 committed from eu-west-1");
    assertThat(local(shop.primary, LocalParameter.DATABASE_IDENTIFIER))
        .isEqualTo("shop-prod-primary-2");
    assertThat(database(shop.secondary, "shop-prod-secondary-2").string("replicateSourceDb"))
        .isEqualTo(database(shop.primary, "shop-prod-primary-2").string("arn"));
  }

  @Test
  void what_died_between_promotion_and_move_goes_on_while_nobody_has_been_able_to_write() {
    disaster();
    failback.start("failback-1", BY_HAND);
    passUntilPromoted();
    toPrimary.kill("failback-1-switch");
    failback.kill("failback-1");
    shop.pass(Duration.ofMinutes(15));
    failback.start("failback-2", BY_HAND);
    shop.pass(Duration.ofHours(1));

    assertThat(failback.outcome("failback-2")).isEqualTo("SUCCEEDED");
    assertThat(steps(shop.primary, "failback-2"))
        .containsExactlyInAnyOrder(
            "reseed-here skipped", "switch succeeded", "reseed-peer succeeded", "record succeeded");
    assertThat(local(shop.primary, LocalParameter.DATABASE_IDENTIFIER))
        .isEqualTo("shop-prod-primary-2");
    assertThat(shop.user("GET", "/rows/way-0")).isEqualTo("200 way-0 from eu-west-1");
  }

  @Test
  void a_promotion_that_somebody_let_writes_pass_is_left_for_a_new_replica() {
    disaster();
    failback.start("failback-1", BY_HAND);
    passUntilPromoted();
    toPrimary.kill("failback-1-switch");
    failback.kill("failback-1");
    openByHand(shop.secondary);
    assertThat(shop.user("PUT", "/rows/meanwhile")).isEqualTo("201 committed from eu-central-1");
    shop.pass(Duration.ofMinutes(15));
    failback.start("failback-2", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(failback.outcome("failback-2")).isEqualTo("SUCCEEDED");
    assertThat(local(shop.primary, LocalParameter.DATABASE_IDENTIFIER))
        .isEqualTo("shop-prod-primary-3");
    assertThat(shop.user("GET", "/rows/meanwhile")).isEqualTo("200 meanwhile from eu-west-1");
  }

  @Test
  void a_promotion_that_is_hours_late_is_waited_for_by_the_next_failback() {
    disaster();
    shop.world.latency().with("rds.promote", Duration.ofHours(3));
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofMinutes(150));
    assertThat(failback.outcome("failback-1")).contains("PART_STOPPED: part 'switch'");
    failback.start("failback-2", BY_HAND);
    shop.pass(Duration.ofHours(4));

    assertThat(failback.outcome("failback-2")).isEqualTo("SUCCEEDED");
    assertThat(local(shop.primary, LocalParameter.DATABASE_IDENTIFIER))
        .isEqualTo("shop-prod-primary-2");
    assertThat(shop.user("PUT", "/rows/last")).isEqualTo("201 committed from eu-west-1");
  }

  @Test
  void after_a_failback_that_succeeded_another_one_is_refused_and_changes_nothing() {
    disaster();
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofHours(2));
    failback.start("failback-2", BY_HAND);
    shop.pass(Duration.ofMinutes(5));

    assertThat(failback.outcome("failback-2")).contains("REGION_SERVES");
    assertThat(shop.user("PUT", "/rows/last")).isEqualTo("201 committed from eu-west-1");
  }

  private void passUntilMoved(String operation) {
    for (int minute = 0; minute < 120; minute++) {
      shop.pass(Duration.ofMinutes(1));
      if (steps(shop.primary, operation + "-switch").contains("takeover succeeded")) {
        return;
      }
    }
    throw new AssertionError("the application has not moved");
  }

  /** The application has written, and the new database in the primary Region is the writer. */
  private void passUntilPromoted() {
    for (int look = 0; look < 1200; look++) {
      if (shop.user("PUT", "/rows/way-" + written).startsWith("201")) {
        written++;
      }
      shop.pass(Duration.ofSeconds(10));
      if (promoted()) {
        return;
      }
    }
    throw new AssertionError("nothing was promoted");
  }

  private void openByHand(GivenRegion place) {
    Ec2Client ec2 =
        shop.world.bareClient(Ec2Client.class, place.region, Caller.operator(shop.world.clock()));
    String acl = place.vpc.isolatedAcl.id();
    for (NetworkAclEntry entry :
        ec2.describeNetworkAcls(describe -> describe.networkAclIds(acl))
            .networkAcls()
            .get(0)
            .entries()) {
      if (entry.ruleAction() == RuleAction.DENY && entry.ruleNumber() < 100) {
        ec2.deleteNetworkAclEntry(
            delete -> delete.networkAclId(acl).ruleNumber(entry.ruleNumber()).egress(false));
      }
    }
  }

  private boolean promoted() {
    return shop.world
        .account()
        .first(
            "aws:rds/instance:Instance",
            shop.primary.region,
            found -> found.string("identifier").equals("shop-prod-primary-2"))
        .filter(found -> !found.has("replicateSourceDb"))
        .filter(found -> found.string("status").equals("available"))
        .isPresent();
  }

  private void disaster() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));
    assertThat(shop.user("GET", "/healthz")).endsWith("from eu-central-1");
  }

  private void writeFor(Duration time) {
    for (long second = 0; second < time.toSeconds(); second += 20) {
      if (shop.user("PUT", "/rows/way-" + written).startsWith("201")) {
        written++;
      }
      shop.pass(Duration.ofSeconds(20));
    }
  }

  private Resource database(GivenRegion place, String identifier) {
    return shop.world
        .account()
        .first(
            "aws:rds/instance:Instance",
            place.region,
            found -> found.string("identifier").equals(identifier))
        .orElseThrow();
  }

  private String local(GivenRegion place, String key) {
    return shop.world
        .service(Ssm.class)
        .value(place.region, GivenRegion.NAMES.localParameter(key))
        .orElseThrow();
  }

  private List<String> rows(GivenRegion place, String identifier) {
    return shop.world.service(Rds.class).rows(place.region, identifier).stream()
        .map(Row::key)
        .toList();
  }

  private List<String> steps(GivenRegion place, String operation) {
    return shop.items(place, "operation#" + operation).stream()
        .filter(item -> item.containsKey("step"))
        .map(item -> item.get("step") + " " + item.get("outcome"))
        .toList();
  }

  private List<String> alerts(GivenRegion place) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(place.region))
        .map(each -> each.subject())
        .toList();
  }
}
