package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Sns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Backups that are restored for a test, and what the runtime finds in them. */
class RestoreTestTest {
  private static final Offset<Double> SECONDS = Offset.offset(10.0);

  private TwoRegionShop shop;

  private Map<String, Object> prove() {
    return shop.deliver(RecoveryFunction.PROOF).of(GivenRestoreTests.event(shop));
  }

  private Map<String, Object> verdict() {
    return shop.item(shop.secondary, "backup", "restore-test");
  }

  private List<String> told() {
    return shop.world.service(Sns.class).delivered().stream()
        .map(publication -> publication.message())
        .filter(message -> message.contains("for a test"))
        .toList();
  }

  private Map<String, Object> measured() {
    return shop.deliver(Position.SECONDARY, RecoveryFunction.UPKEEP).of(Map.of());
  }

  private String ready() {
    shop.deliver(Position.SECONDARY, RecoveryFunction.READY).of(Map.of());
    String checks = shop.item(shop.secondary, "readiness", "latest").get("checks").toString();
    int at = checks.indexOf("\"restore-test\"");
    return checks.substring(at, checks.indexOf('}', at));
  }

  @Test
  void a_copy_that_has_its_rows_is_proved_and_what_was_restored_goes() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1));
    Resource job = GivenRestoreTests.job(shop);
    assertThat(job.string("status")).isEqualTo("COMPLETED");

    assertThat(prove()).containsEntry("outcome", "succeeded").containsEntry("verdict", "succeeded");

    assertThat(job.string("validationStatus")).isEqualTo("SUCCESSFUL");
    assertThat(job.string("validationStatusMessage")).contains("the newest row of the marker");
    assertThat(verdict())
        .containsEntry("verdict", "succeeded")
        .containsEntry("of", shop.primary.database.string("arn"))
        .containsKey("succeeded");
    assertThat(told()).isEmpty();
    shop.pass(Duration.ofMinutes(30));
    assertThat(job.string("deletionStatus")).isEqualTo("SUCCESSFUL");
    assertThat(
            shop.world
                .account()
                .byArn("aws:rds/instance:Instance", job.string("createdResourceArn")))
        .isEmpty();
  }

  @Test
  void postgres_is_proved_the_same_way() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1, 0, GivenEngine.POSTGRES));

    assertThat(prove()).containsEntry("verdict", "succeeded");
  }

  @Test
  void a_skeleton_whose_network_leads_nowhere_proves_its_copies_as_well() {
    shop = GivenRestoreTests.in(GivenBackups.in(new TwoRegionShop(1)));

    assertThat(prove()).containsEntry("verdict", "succeeded");
  }

  @Test
  void a_secret_that_cannot_be_used_is_named_and_not_quoted() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1));
    shop.given.update(
        shop.world
            .account()
            .first(
                "aws:secretsmanager/secretVersion:SecretVersion",
                shop.secondary.region,
                version -> true)
            .orElseThrow(),
        "secretString",
        "{\"username\":\"pharos\",\"password\":4711}");

    assertThatThrownBy(this::prove)
        .isInstanceOf(Failed.class)
        .hasMessageContaining("shop/prod/database")
        .hasMessageNotContaining("4711");
  }

  @Test
  void a_copy_without_rows_of_the_marker_is_no_backup_and_people_are_told() {
    shop = GivenRestoreTests.withoutRows(new TwoRegionShop(1));

    assertThat(prove()).containsEntry("verdict", "failed");

    assertThat(GivenRestoreTests.job(shop).string("validationStatus")).isEqualTo("FAILED");
    assertThat(told())
        .singleElement()
        .asString()
        .contains("no row of the marker", "docs/runbooks/backup.md");
    assertThat(ready()).contains("warns", "no row of the marker");
  }

  @Test
  void a_table_of_the_application_that_must_have_rows_and_has_none_fails_the_test() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1), "orders", true);

    assertThat(prove()).containsEntry("verdict", "failed");
    assertThat(verdict().get("detail").toString()).contains("no row in orders");
  }

  @Test
  void a_table_that_has_rows_passes() {
    shop = new TwoRegionShop(1);
    GivenRestoreTests.plan(shop, "rows");
    shop.pass(Duration.ofMinutes(350));
    assertThat(shop.user("PUT", "/rows/7")).startsWith("201");
    shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    shop.pass(Duration.ofMinutes(385));

    assertThat(prove()).containsEntry("verdict", "succeeded");
  }

  @Test
  void rows_that_are_much_older_than_the_backup_say_that_it_is_of_something_else() {
    shop = new TwoRegionShop(1);
    GivenRestoreTests.plan(shop, "-");
    shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    // The second night's copy, a day and more after the row; the first one is judged as well.
    shop.pass(Duration.ofMinutes(24 * 60 + 735));
    List<Resource> jobs =
        shop
            .world
            .account()
            .list("aws:backup/restoreJob:RestoreJob", shop.secondary.region)
            .stream()
            .sorted(java.util.Comparator.comparing(job -> job.string("creationDate")))
            .toList();
    assertThat(jobs).hasSize(2);

    assertThat(
            shop.deliver(RecoveryFunction.PROOF)
                .of(Map.of("detail", Map.of("restoreJobId", jobs.get(1).id()))))
        .containsEntry("verdict", "failed");
    assertThat(verdict().get("detail").toString()).contains("too far apart");
  }

  @Test
  void a_database_that_lets_nobody_in_is_asked_once_more_before_it_is_judged() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1));
    shop.given.update(
        shop.world
            .account()
            .first(
                "aws:secretsmanager/secretVersion:SecretVersion",
                shop.secondary.region,
                version -> true)
            .orElseThrow(),
        "secretString",
        "{\"username\":\"pharos\",\"password\":\"rotated-since-then\"}");

    assertThatThrownBy(this::prove)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("lets nobody in");
    assertThat(GivenRestoreTests.job(shop).has("validationStatus")).isFalse();
    assertThat(prove()).containsEntry("verdict", "failed");
    assertThat(told()).singleElement().asString().contains("lets nobody in");
  }

  @Test
  void what_aws_backup_cannot_restore_is_told_once() {
    shop = new TwoRegionShop(1);
    GivenRestoreTests.plan(shop, "-");
    shop.world
        .faults()
        .begin(new Faults.Disturbance(Trouble.BACKUP_CORRUPT, shop.secondary.region, "rds", 1.0));
    shop.pass(Duration.ofMinutes(735));
    assertThat(GivenRestoreTests.job(shop).string("status")).isEqualTo("FAILED");

    assertThat(prove()).containsEntry("verdict", "failed");
    prove();

    assertThat(told()).singleElement().asString().contains("incompatible-restore");
    assertThat(measured().get("restoreTestAgeSeconds")).isNotNull();
    assertThat(shop.newest(shop.secondary, Metric.RESTORE_TEST_FAILED)).contains(1.0);
  }

  @Test
  void an_event_that_comes_again_changes_nothing() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1));
    prove();
    Map<String, Object> before = verdict();
    shop.pass(Duration.ofMinutes(1));

    assertThat(prove()).containsEntry("outcome", "skipped");
    assertThat(verdict()).isEqualTo(before);
  }

  @Test
  void the_standby_says_every_hour_how_old_the_last_success_is() {
    shop = new TwoRegionShop(1);
    GivenRestoreTests.plan(shop, "-");
    assertThat((Double) measured().get("restoreTestAgeSeconds")).isCloseTo(0, SECONDS);
    shop.pass(Duration.ofMinutes(350));
    shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    assertThat((Double) measured().get("restoreTestAgeSeconds")).isCloseTo(350 * 60, SECONDS);
    assertThat(ready()).contains("\"ok\"", "none has ended yet");
    shop.pass(Duration.ofMinutes(385));
    prove();
    shop.pass(Duration.ofMinutes(10));

    assertThat((Double) measured().get("restoreTestAgeSeconds")).isCloseTo(600, SECONDS);
    assertThat(shop.newest(shop.secondary, Metric.RESTORE_TEST_AGE_SECONDS)).isPresent();
    assertThat(shop.newest(shop.secondary, Metric.RESTORE_TEST_FAILED)).contains(0.0);
    assertThat(ready()).contains("\"ok\"", "succeeded at");

    shop.pass(Duration.ofHours(31));
    assertThat(ready()).contains("warns", "one is overdue");
  }

  @Test
  void without_restore_tests_nothing_is_said() {
    shop = new TwoRegionShop(0);

    assertThat(measured()).doesNotContainKey("restoreTestAgeSeconds");
    shop.deliver(Position.SECONDARY, RecoveryFunction.READY).of(Map.of());
    assertThat(shop.item(shop.secondary, "readiness", "latest").get("checks").toString())
        .doesNotContain("restore-test");
  }

  @Test
  void the_credentials_go_to_no_other_host() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1));
    String elsewhere = shop.secondary.database.string("endpoint");

    assertThatThrownBy(
            () -> shop.deliver(RecoveryFunction.LOOK).of(GivenRestoreTests.question(elsewhere)))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("is no instance of a restore test");
  }

  @Test
  void the_application_has_no_way_to_what_was_restored() {
    shop = GivenRestoreTests.in(new TwoRegionShop(1));

    assertThat(
            shop.world
                .account()
                .byArn(
                    "aws:rds/instance:Instance",
                    GivenRestoreTests.job(shop).string("createdResourceArn"))
                .orElseThrow()
                .strings("vpcSecurityGroupIds"))
        .containsExactly(shop.secondary.vpc.quarantineGroup);
  }
}
