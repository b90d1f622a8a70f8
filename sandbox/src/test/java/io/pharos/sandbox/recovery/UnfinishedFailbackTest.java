package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** A failback that stopped or died, wherever that was, is ended by the next one. */
class UnfinishedFailbackTest extends WayBack {
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
}
