package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.ServiceQuotas;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A standby without a database: what its backups give back, and when they are not used. */
class RestoreTest {
  private static final String BY_HAND = "{\"reason\":\"the Region is lost\"}";
  private static final String LOSS_ACCEPTED =
      "{\"reason\":\"the Region is lost\",\"acceptDataLoss\":true,\"acceptedBy\":\"ann\"}";

  private final TwoRegionShop shop = GivenBackups.in(new TwoRegionShop(2));
  private final GivenMachine restore;

  RestoreTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    restore = new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.RESTORE);
    shop.world.latency().with("rds.restore", Duration.ofMinutes(25));
    shop.world.latency().with("rds.backupReplication", Duration.ofMinutes(1));
    shop.pass(Duration.ofMinutes(12));
  }

  private void lose() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(3));
  }

  private String local(String key) {
    return shop.world
        .service(Ssm.class)
        .value(shop.secondary.region, shop.secondary.local(key))
        .orElseThrow();
  }

  private Map<String, Object> gate(String operation) {
    return shop.item(shop.secondary, "operation#" + operation, "step#gate");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> figures(String operation) {
    return (Map<String, Object>) gate(operation).get("figures");
  }

  @Test
  void a_lost_region_is_restored_from_its_backups_and_users_are_served() {
    shop.user("PUT", "/rows/kept");
    shop.pass(Duration.ofMinutes(7));
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofHours(1));

    assertThat(restore.outcome("restore-1")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("GET", "/rows/kept")).isEqualTo("200 kept from eu-central-1");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    assertThat(local(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-1");
    assertThat(shop.steps("restore-1"))
        .extracting(step -> step.get("step"))
        .contains("lock", "gate", "fence", "restore", "reopen", "capacity", "takeover", "record");
  }

  @Test
  void what_is_newer_than_the_last_upload_is_lost_and_no_more() {
    shop.user("PUT", "/rows/uploaded");
    shop.pass(Duration.ofMinutes(7));
    shop.user("PUT", "/rows/too-late");
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofHours(1));

    assertThat(keys("shop-prod-secondary-1"))
        .contains("rows/uploaded")
        .doesNotContain("rows/too-late");
    assertThat((double) figures("restore-1").get("boundSeconds")).isBetween(1.0, 660.0);
  }

  private List<String> keys(String database) {
    return shop.world.service(Rds.class).rows(shop.secondary.region, database).stream()
        .map(Row::key)
        .toList();
  }

  /** An upload that tries again later than the next one does not come after it. */
  @Test
  void a_log_that_had_to_wait_arrives_without_a_hole() {
    shop.user("PUT", "/rows/early");
    shop.world.faults().fail(shop.primary.region, Faults.Kind.ISOLATED);
    shop.world.latency().with("rds.backupReplication", Duration.ofSeconds(90));
    shop.pass(Duration.ofMinutes(5));
    shop.world.latency().with("rds.backupReplication", Duration.ofSeconds(60));
    shop.pass(Duration.ofMinutes(5));
    long second = shop.world.clock().instant().getEpochSecond() % 60;
    shop.pass(Duration.ofSeconds(60 + 45 - second));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofSeconds(20));
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    restore.start("restore-1", LOSS_ACCEPTED);
    shop.pass(Duration.ofHours(1));

    assertThat(keys("shop-prod-secondary-1")).contains("rows/early");
  }

  @Test
  void the_restored_database_has_what_its_specification_says() {
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofHours(1));

    Resource restored =
        shop.world
            .account()
            .first(
                "aws:rds/instance:Instance",
                shop.secondary.region,
                instance -> instance.string("identifier").equals("shop-prod-secondary-1"))
            .orElseThrow();
    assertThat(restored.string("kmsKeyId")).isEqualTo(shop.secondary.key.string("arn"));
    assertThat(restored.strings("vpcSecurityGroupIds"))
        .containsExactly(shop.secondary.vpc.databaseGroup);
    assertThat(restored.string("maintenanceWindow")).isEqualTo("sun:04:00-sun:05:00");
    assertThat(restored.map("tags")).containsExactly(entry("pharos:app", "shop"));
    assertThat(restored.integer("backupRetentionPeriod")).isEqualTo(7);
    assertThat(restored.has("replicateSourceDb")).isFalse();
  }

  @Test
  void backups_that_are_too_old_are_refused_until_a_person_accepts_the_loss() {
    shop.world.latency().with("rds.backupReplication", Duration.ofHours(3));
    shop.pass(Duration.ofMinutes(90));
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));
    assertThat(restore.outcome("restore-1")).startsWith("FAILED Refused LOSS_TOO_LARGE: at most");
    assertThat(shop.secondary.fencedCidrs()).isEmpty();

    restore.start("restore-2", LOSS_ACCEPTED);
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-2")).isEqualTo("SUCCEEDED");
    assertThat(gate("restore-2").get("detail").toString()).startsWith("ann accepted the loss");
  }

  private static String asOf(Instant time) {
    return LOSS_ACCEPTED.replace("}", ",\"restoreTo\":\"" + time + "\"}");
  }

  @Test
  void a_chosen_time_brings_back_what_there_was_then_and_nothing_later() {
    shop.user("PUT", "/rows/good");
    shop.pass(Duration.ofMinutes(1));
    Instant chosen = shop.world.clock().instant();
    shop.pass(Duration.ofMinutes(1));
    shop.user("PUT", "/rows/bad");
    shop.pass(Duration.ofMinutes(12));
    lose();
    restore.start("restore-1", asOf(chosen));
    shop.pass(Duration.ofHours(1));

    assertThat(restore.outcome("restore-1")).isEqualTo("SUCCEEDED");
    assertThat(keys("shop-prod-secondary-1")).contains("rows/good").doesNotContain("rows/bad");
    assertThat(gate("restore-1").get("detail").toString()).contains("as of " + chosen);
    assertThat(figures("restore-1"))
        .contains(entry("restoreTo", chosen.toString()), entry("restoredTo", chosen.toString()));
    // What is later than the chosen time is lost, and it is said how much that is.
    assertThat((double) figures("restore-1").get("boundSeconds")).isGreaterThan(13 * 60.0);
  }

  @Test
  void a_chosen_time_that_costs_more_than_the_limit_needs_somebody_who_accepts_it() {
    Instant chosen = shop.world.clock().instant();
    shop.pass(Duration.ofMinutes(90));
    lose();
    restore.start("restore-1", BY_HAND.replace("}", ",\"restoreTo\":\"" + chosen + "\"}"));
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1")).startsWith("FAILED Refused LOSS_TOO_LARGE:");
    assertThat(keys("shop-prod-secondary-1")).isEmpty();
  }

  @Test
  void a_time_that_the_backups_do_not_reach_is_refused_with_the_times_that_they_do() {
    Instant before = shop.world.clock().instant().minus(Duration.ofDays(400));
    lose();
    restore.start("restore-1", asOf(before));
    shop.pass(Duration.ofMinutes(15));
    restore.start("restore-2", asOf(shop.world.clock().instant().plus(Duration.ofHours(1))));
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1"))
        .startsWith("FAILED Refused TIME_NOT_RESTORABLE: backups of shop-prod-primary-1 can be")
        .contains(" not to " + before);
    assertThat(restore.outcome("restore-2")).startsWith("FAILED Refused TIME_NOT_RESTORABLE:");
    assertThat(shop.secondary.fencedCidrs()).isEmpty();
    assertThat(keys("shop-prod-secondary-1")).isEmpty();
  }

  @Test
  void what_is_no_time_is_an_error_of_the_input() {
    lose();
    restore.start("restore-1", LOSS_ACCEPTED.replace("}", ",\"restoreTo\":\"yesterday\"}"));
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1")).startsWith("FAILED").contains("INPUT_INVALID");
  }

  @Test
  void an_operation_that_is_started_again_goes_on_to_the_time_that_was_begun() {
    Instant chosen = shop.world.clock().instant();
    shop.pass(Duration.ofMinutes(12));
    lose();
    restore.start("restore-1", asOf(chosen));
    shop.pass(Duration.ofMinutes(5));
    restore.kill("restore-1");
    shop.pass(Duration.ofMinutes(12));
    restore.start("restore-2", asOf(chosen.plusSeconds(60)));
    shop.pass(Duration.ofMinutes(2));

    assertThat(restore.outcome("restore-2"))
        .startsWith("FAILED Refused TIME_NOT_RESTORABLE: operation restore-1 has begun");
    restore.start("restore-3", BY_HAND);
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-3")).isEqualTo("SUCCEEDED");
    assertThat(gate("restore-3").get("detail").toString()).contains("to " + chosen);
  }

  @Test
  void a_backup_of_another_database_than_the_one_that_was_written_to_is_not_restored() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.primary.region,
            shop.primary.local(LocalParameter.DATABASE_IDENTIFIER),
            "shop-prod-primary-2");
    shop.pass(Duration.ofMinutes(2));
    lose();
    restore.start("restore-1", LOSS_ACCEPTED);
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1"))
        .startsWith(
            "FAILED Refused NOTHING_TO_RESTORE: no automated backup of shop-prod-primary-2 is in"
                + " eu-central-1");
  }

  @Test
  void an_alarm_alone_restores_nothing() {
    lose();
    restore.start("restore-1", "{\"trigger\":\"automatic\",\"reason\":\"alarm\"}");
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1")).startsWith("FAILED Refused NOT_APPROVED:");
    assertThat(keys("shop-prod-secondary-1")).isEmpty();
  }

  @Test
  void a_region_that_serves_is_left_alone() {
    GivenMachine there = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.RESTORE);
    there.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));

    assertThat(there.outcome("restore-1")).startsWith("FAILED Refused REGION_SERVES:");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-west-1");
  }

  @Test
  void an_operation_that_died_is_ended_by_the_next_one_with_the_same_database() {
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));
    restore.kill("restore-1");
    shop.pass(Duration.ofMinutes(12));
    restore.start("restore-2", BY_HAND);
    shop.pass(Duration.ofHours(1));

    assertThat(restore.outcome("restore-2")).isEqualTo("SUCCEEDED");
    assertThat(gate("restore-2")).contains(entry("outcome", "skipped"));
    assertThat(figures("restore-2")).contains(entry("database", "shop-prod-secondary-1"));
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    restore.start("restore-3", BY_HAND);
    shop.pass(Duration.ofMinutes(10));
    assertThat(restore.outcome("restore-3")).isEqualTo("SUCCEEDED");
    assertThat(keys("shop-prod-secondary-2")).isEmpty();
  }

  @Test
  void a_region_that_returns_while_its_database_is_restored_closes_its_own() {
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(10));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(4));

    assertThat(shop.user("PUT", "/rows/stray")).doesNotStartWith("201");
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-1")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
  }

  /** Stops for what is in the way, and is asked again when that is over. */
  private void stopsAndGoesOn(Faults.Disturbance inTheWay, String because) {
    lose();
    shop.world.faults().begin(inTheWay);
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-1")).startsWith("FAILED").contains(because);

    shop.world.faults().end(inTheWay);
    restore.start("restore-2", BY_HAND);
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-2")).isEqualTo("SUCCEEDED");
  }

  private Faults.Disturbance trouble(Trouble trouble, String service) {
    return new Faults.Disturbance(trouble, shop.secondary.region, service, 1);
  }

  @Test
  void what_cannot_be_used_stops_the_operation_and_the_next_one_restores_another() {
    stopsAndGoesOn(
        trouble(Trouble.BACKUP_CORRUPT, "rds"),
        "DATABASE_BROKEN: shop-prod-secondary-1 is incompatible-restore");
    assertThat(local(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-2");
  }

  private void theNextOneRestoresAnother() {
    restore.start("restore-2", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(restore.outcome("restore-2")).isEqualTo("SUCCEEDED");
    assertThat(local(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-2");
  }

  /** It dies long before anybody can see that what it restores will be of no use. */
  private void diesOver(Faults.Disturbance corrupt) {
    lose();
    shop.world.faults().begin(corrupt);
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));
    restore.kill("restore-1");
  }

  /** Somebody waits for what was begun before, and must not have waited for nothing. */
  @Test
  void what_an_operation_before_has_left_and_cannot_be_used_is_made_anew_by_the_next_one() {
    Faults.Disturbance corrupt = trouble(Trouble.BACKUP_CORRUPT, "rds");
    diesOver(corrupt);
    shop.world.faults().end(corrupt);
    shop.pass(Duration.ofMinutes(12));
    theNextOneRestoresAnother();
    assertThat(gate("restore-2")).contains(entry("outcome", "skipped"));
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
  }

  /** RDS makes the database, and just then the table takes no more writes. */
  private void loseTheNoteThatItWasMade() {
    Map<String, AttributeValue> reserved =
        Map.of("used", AttributeValue.fromN("1"), "made", AttributeValue.fromBool(false));
    shop.put(shop.secondary, "database", "generation", reserved);
  }

  @Test
  void what_cannot_be_used_and_was_not_noted_is_not_tried_again() {
    Faults.Disturbance corrupt = trouble(Trouble.BACKUP_CORRUPT, "rds");
    lose();
    shop.world.faults().begin(corrupt);
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));
    loseTheNoteThatItWasMade();
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-1")).contains("shop-prod-secondary-1 is incompatible");
    loseTheNoteThatItWasMade();

    shop.world.faults().end(corrupt);
    theNextOneRestoresAnother();
  }

  @Test
  void what_was_left_and_not_noted_is_made_anew_all_the_same() {
    Faults.Disturbance corrupt = trouble(Trouble.BACKUP_CORRUPT, "rds");
    diesOver(corrupt);
    loseTheNoteThatItWasMade();
    shop.world.faults().end(corrupt);
    shop.pass(Duration.ofMinutes(12));
    theNextOneRestoresAnother();
  }

  @Test
  void what_an_operation_has_made_anew_itself_and_cannot_be_used_either_stops_it() {
    diesOver(trouble(Trouble.BACKUP_CORRUPT, "rds"));
    shop.pass(Duration.ofMinutes(12));
    restore.start("restore-2", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(restore.outcome("restore-2"))
        .contains("DATABASE_BROKEN: shop-prod-secondary-2 is incompatible-restore");
  }

  @Test
  void a_nat_gateway_that_fails_is_made_again_at_once() {
    lose();
    Faults.Disturbance fails = trouble(Trouble.NAT_FAILS, "ec2");
    shop.world.faults().begin(fails);
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(6));
    shop.world.faults().end(fails);
    shop.pass(Duration.ofHours(1));

    assertThat(restore.outcome("restore-1")).isEqualTo("SUCCEEDED");
  }

  @Test
  void without_an_address_for_a_nat_gateway_it_stops_and_goes_on_when_there_is_one() {
    stopsAndGoesOn(
        trouble(Trouble.ADDRESSES_SHORT, "ec2"),
        "AWS_REFUSED: The maximum number of addresses has been reached");
    assertThat(local(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-1");
  }

  @Test
  void when_rds_has_no_instance_it_stops_and_the_next_one_goes_on() {
    stopsAndGoesOn(trouble(Trouble.CAPACITY_SHORT, "rds"), "AWS_REFUSED");
  }

  @Test
  void beyond_a_quota_it_stops_and_the_next_one_goes_on() {
    stopsAndGoesOn(
        trouble(Trouble.QUOTA_SHORT, ServiceQuotas.DATABASES),
        "AWS_REFUSED: The requested DB instance would exceed");
  }

  @Test
  void copies_that_are_late_are_no_backups() {
    shop.world.faults().begin(trouble(Trouble.BACKUPS_LATE, "rds"));
    shop.user("PUT", "/rows/late");
    shop.pass(Duration.ofMinutes(90));
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1")).startsWith("FAILED Refused LOSS_TOO_LARGE: at most");
  }

  @Test
  void the_beacon_says_how_old_the_newest_backup_is_and_from_what_it_can_be_restored() {
    assertThat(shop.newest(shop.secondary, Metric.BACKUP_AGE_SECONDS))
        .hasValueSatisfying(age -> assertThat(age).isBetween(60.0, 660.0));
    assertThat(local(LocalParameter.RECOVERY_POINT))
        .contains("\"database\":\"shop-prod-primary-1\"", "\"latestRestorableTime\":\"20")
        .contains("\"earliestRestorableTime\":\"20");
    assertThat(shop.item(shop.secondary, "backup", "latest"))
        .contains(entry("database", "shop-prod-primary-1"));
  }

  @Test
  void the_marker_of_a_region_without_a_database_has_nothing_to_do() {
    openNetwork();
    assertThat(shop.deliver(RecoveryFunction.MARKER).of(Map.of()))
        .contains(entry("outcome", "skipped"));
  }

  @Test
  void the_marker_that_is_called_already_is_not_switched_on_once_more() {
    openNetwork();

    Delivery again = shop.deliver(RecoveryFunction.NETWORK);
    again.of(shop.operation("kind", "restore"));

    assertThat(again.calls()).doesNotContain("enableRule");
  }

  @Test
  void the_marker_is_switched_off_once_while_what_costs_is_taken_away() {
    openNetwork();

    assertThat(settle()).contains("disableRule", "deleteNatGateway");
    assertThat(settle()).doesNotContain("disableRule");
  }

  private List<String> settle() {
    Delivery settle = shop.deliver(RecoveryFunction.SETTLE);
    settle.of(shop.operation("kind", "standby"));
    return settle.calls();
  }

  private void openNetwork() {
    for (int call = 0; call < 3; call++) {
      shop.deliver(RecoveryFunction.NETWORK).of(shop.operation("kind", "restore"));
      shop.pass(Duration.ofMinutes(4));
    }
  }

  @Test
  void after_the_way_back_the_standby_has_backups_alone_again_and_numbers_go_on() {
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofHours(1));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(8));
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(20));
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.STANDBY);
    new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILOVER);
    new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.STANDBY);
    GivenMachine failback =
        new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.FAILBACK);
    failback.start("failback-1", BY_HAND);
    shop.pass(Duration.ofHours(2));

    assertThat(failback.outcome("failback-1")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/home")).isEqualTo("201 committed from eu-west-1");
    assertThat(local(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-0");
    assertThat(shop.secondary.fencedCidrs()).isEmpty();
    assertThat(shop.item(shop.secondary, "database", "generation").get("used").toString())
        .startsWith("1");
    assertThat(shop.read(shop.secondaryCompute.group).integer("desiredCapacity")).isZero();
  }
}
