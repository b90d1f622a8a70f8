package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Variable;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A standby whose database is restored from the copies in its vault, one of which comes a day. */
class VaultRestoreTest {
  private static final String BY_HAND = "{\"reason\":\"the Region is lost\"}";
  private static final String LOSS_ACCEPTED =
      "{\"reason\":\"the Region is lost\",\"acceptDataLoss\":true,\"acceptedBy\":\"ann\"}";

  private final TwoRegionShop shop = GivenBackups.inVault(new TwoRegionShop(2));
  private GivenMachine restore;

  VaultRestoreTest() {
    shop.world.latency().with("backup.start", Duration.ofMinutes(5));
    shop.world.latency().with("rds.snapshot", Duration.ofMinutes(4));
    shop.world.latency().with("rds.copySnapshot", Duration.ofMinutes(25));
    shop.world.latency().with("rds.restore", Duration.ofMinutes(25));
  }

  /** Until this hour of the virtual day, without any function; then the beacons speak. */
  private void at(int hour) {
    Instant now = shop.world.clock().instant();
    long seconds = hour * 3600L - Math.floorMod(now.getEpochSecond(), 86_400);
    shop.pass(Duration.ofSeconds(seconds > 0 ? seconds : seconds + 86_400));
  }

  private void begin() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    restore = new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.RESTORE);
    shop.pass(Duration.ofMinutes(4));
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

  @SuppressWarnings("unchecked")
  private Map<String, Object> figures(String operation) {
    return (Map<String, Object>)
        shop.item(shop.secondary, "operation#" + operation, "step#gate").get("figures");
  }

  private List<String> keys(String database) {
    return shop.world.service(Rds.class).rows(shop.secondary.region, database).stream()
        .map(Row::key)
        .toList();
  }

  @Test
  void a_copy_that_is_late_is_no_backup_until_it_has_come() {
    Faults.Disturbance late =
        new Faults.Disturbance(Trouble.BACKUPS_LATE, shop.secondary.region, "backup", 1);
    shop.world.faults().begin(late);
    at(7);
    begin();
    assertThat(local(LocalParameter.RECOVERY_POINT)).isEqualTo("{}");

    shop.world.faults().end(late);
    shop.pass(Duration.ofMinutes(3));

    assertThat(local(LocalParameter.RECOVERY_POINT)).contains("T06:05:00");
  }

  @Test
  void a_lost_region_is_restored_from_the_newest_copy_and_users_are_served() {
    shop.pass(Duration.ofMinutes(6));
    shop.user("PUT", "/rows/copied");
    at(7);
    shop.user("PUT", "/rows/too-late");
    begin();
    assertThat(local(LocalParameter.RECOVERY_POINT))
        .contains("\"database\":\"shop-prod-primary-1\"")
        .contains(
            "\"recoveryPoint\":\"arn:aws:rds:eu-central-1:123456789012:snapshot:awsbackup:copyjob-")
        .contains("T06:05:00");
    // The data are those of the snapshot, however late its copy has come.
    assertThat(shop.newest(shop.secondary, Metric.BACKUP_AGE_SECONDS))
        .hasValueSatisfying(age -> assertThat(age).isBetween(55 * 60.0, 62 * 60.0));

    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofHours(1));

    assertThat(restore.outcome("restore-1")).isEqualTo("SUCCEEDED");
    assertThat(keys("shop-prod-secondary-1"))
        .contains("rows/copied")
        .doesNotContain("rows/too-late");
    assertThat(shop.user("GET", "/rows/copied")).isEqualTo("200 copied from eu-central-1");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
    assertThat((double) figures("restore-1").get("boundSeconds")).isBetween(3300.0, 4000.0);
    assertThat(figures("restore-1").get("restoredTo").toString()).contains("T06:05:00");
    isAsItsSpecificationSays();
  }

  private void isAsItsSpecificationSays() {
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
  }

  @Test
  void without_a_copy_there_is_nothing_to_restore() {
    shop.pass(Duration.ofMinutes(6));
    begin();
    lose();
    restore.start("restore-1", LOSS_ACCEPTED);
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1"))
        .startsWith(
            "FAILED Refused NOTHING_TO_RESTORE: no complete copy of shop-prod-primary-1 is in the"
                + " vault of eu-central-1");
  }

  @Test
  void a_copy_that_is_too_old_is_refused_until_a_person_accepts_the_loss() {
    at(7);
    at(13);
    begin();
    lose();
    restore.start("restore-1", BY_HAND);
    shop.pass(Duration.ofMinutes(5));
    assertThat(restore.outcome("restore-1"))
        .startsWith("FAILED Refused LOSS_TOO_LARGE: at most")
        .contains("copy of shop-prod-primary-1 made at");

    restore.start("restore-2", LOSS_ACCEPTED);
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-2")).isEqualTo("SUCCEEDED");
  }

  @Test
  void a_chosen_time_takes_the_newest_copy_that_is_not_later() {
    at(7);
    Instant chosen = shop.world.clock().instant().plus(Duration.ofHours(5));
    at(7);
    begin();
    lose();
    String before = LOSS_ACCEPTED.replace("}", ",\"restoreTo\":\"2020-01-01T00:00:00Z\"}");
    restore.start("restore-1", before);
    shop.pass(Duration.ofMinutes(5));
    assertThat(restore.outcome("restore-1"))
        .startsWith(
            "FAILED Refused TIME_NOT_RESTORABLE: no copy of shop-prod-primary-1 in the vault");

    restore.start("restore-2", LOSS_ACCEPTED.replace("}", ",\"restoreTo\":\"" + chosen + "\"}"));
    shop.pass(Duration.ofHours(1));
    assertThat(restore.outcome("restore-2")).isEqualTo("SUCCEEDED");
    assertThat(Instant.parse(figures("restore-2").get("restoredTo").toString()))
        .isBefore(chosen)
        .isAfter(chosen.minus(Duration.ofHours(7)));
  }

  /** The vault's list is behind what RDS has. */
  @Test
  void a_copy_whose_snapshot_is_gone_is_passed_over() {
    at(7);
    at(7);
    List<Resource> copies =
        shop.world.account().list("aws:rds/snapshot:Snapshot", shop.secondary.region);
    assertThat(copies).hasSize(2);
    Resource newest =
        copies.stream()
            .max(java.util.Comparator.comparing(copy -> copy.string("originalSnapshotCreateTime")))
            .orElseThrow();
    shop.world.account().remove(newest);
    begin();

    assertThat(local(LocalParameter.RECOVERY_POINT)).doesNotContain(newest.id());
    assertThat(shop.newest(shop.secondary, Metric.BACKUP_AGE_SECONDS))
        .hasValueSatisfying(age -> assertThat(age).isGreaterThan(24 * 3600.0));
  }

  @Test
  void a_copy_of_another_database_than_the_one_that_was_written_to_is_not_restored() {
    at(7);
    shop.world
        .service(Ssm.class)
        .put(
            shop.primary.region,
            shop.primary.local(LocalParameter.DATABASE_IDENTIFIER),
            "shop-prod-primary-2");
    begin();
    lose();
    restore.start("restore-1", LOSS_ACCEPTED);
    shop.pass(Duration.ofMinutes(5));

    assertThat(restore.outcome("restore-1"))
        .startsWith("FAILED Refused NOTHING_TO_RESTORE: no complete copy of shop-prod-primary-2");
  }

  @Test
  void readiness_says_that_the_newest_copy_is_too_old() {
    at(7);
    at(13);
    begin();

    assertThat(shop.deliver(RecoveryFunction.READY).of(Map.of()).get("detail").toString())
        .contains("backups: shop-prod-primary-1 can be restored to", "the limit is 21600 s");
  }

  @ParameterizedTest
  @EnumSource(names = {"BEACON", "GATE", "READY"})
  void a_missing_vault_is_named(RecoveryFunction function) {
    at(7);
    begin();
    Map<String, Object> operation = shop.operation("kind", "restore");
    if (function.needsLock()) {
      shop.deliver(RecoveryFunction.LOCK).of(operation);
    }
    Delivery delivery = shop.deliver(function);
    delivery.aws().unset(Variable.PHAROS_BACKUP_VAULT.name());

    Object[] told = new Object[1];
    Throwable error = catchThrowable(() -> told[0] = delivery.of(operation).get("detail"));

    assertThat(error == null ? String.valueOf(told[0]) : error.getMessage())
        .contains("VARIABLE_INVALID: PHAROS_BACKUP_VAULT is not set");
  }

  static Stream<Arguments> actions() {
    return Stream.of(RecoveryFunction.BEACON, RecoveryFunction.GATE, RecoveryFunction.RESTORE)
        .flatMap(
            function ->
                function.permissions().stream()
                    .filter(permission -> permission.needs() == Permission.Needs.COPIES)
                    .flatMap(permission -> permission.actions().stream())
                    .map(action -> Arguments.of(function, action)));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void a_denied_action_is_named(RecoveryFunction function, String action) {
    at(7);
    begin();
    lose();
    Map<String, Object> operation = shop.operation("kind", "restore");
    shop.deliver(RecoveryFunction.LOCK).of(operation);
    if (function == RecoveryFunction.RESTORE) {
      shop.deliver(RecoveryFunction.GATE).of(operation);
    }
    if (function == RecoveryFunction.BEACON) {
      shop.world.faults().heal(shop.primary.region);
      shop.pass(Duration.ofSeconds(10));
    }
    shop.secondaryRuntime.deny(function, action);
    Delivery delivery = shop.deliver(function);

    Object[] told = new Object[1];
    Throwable error = catchThrowable(() -> told[0] = delivery.of(operation).get("detail"));

    assertThat(error == null ? String.valueOf(told[0]) : error.getMessage())
        .contains("is not authorized to perform: " + action);
  }
}
