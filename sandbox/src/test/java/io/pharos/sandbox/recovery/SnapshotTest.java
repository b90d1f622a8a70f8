package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.function.Failed;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The day's snapshot, in both Regions, by the Region that serves. */
class SnapshotTest {
  private static final String TODAY = "shop-prod-daily-primary-1-20260101";

  private final TwoRegionShop shop = new TwoRegionShop(1);
  private final String now = shop.world.clock().instant().toString();

  private Map<String, Object> deliver(Position position) {
    return shop.deliver(position, RecoveryFunction.SNAPSHOT).of(Map.of("started", now));
  }

  private void run(GivenMachine machine, Duration time) {
    machine.start("today", "{}");
    shop.pass(time);
  }

  private GivenMachine machine() {
    return new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.SNAPSHOT);
  }

  @Test
  void a_day_ends_with_a_snapshot_in_both_regions_each_with_its_regions_key() {
    GivenMachine machine = machine();

    run(machine, Duration.ofHours(3));

    assertThat(machine.outcome("today")).isEqualTo("SUCCEEDED");
    assertThat(GivenSnapshots.named(shop))
        .containsExactly("primary " + TODAY + " available", "secondary " + TODAY + " available");
    assertThat(GivenSnapshots.in(shop.primary, TODAY).string("kmsKeyId"))
        .isEqualTo(shop.primary.key.string("arn"));
    assertThat(GivenSnapshots.in(shop.secondary, TODAY).string("kmsKeyId"))
        .isEqualTo(shop.secondary.key.string("arn"));
    assertThat(GivenSnapshots.in(shop.secondary, TODAY).map("tags"))
        .containsEntry("pharos:upkeep", "snapshot")
        .containsEntry("pharos:app", "shop");
    assertThat(shop.primary.database.string("status")).isEqualTo("available");
    assertThat(shop.item(shop.primary, "upkeep", "snapshot")).containsKey("succeeded");
  }

  @Test
  void a_second_run_of_the_day_finds_it_and_makes_none() {
    run(machine(), Duration.ofHours(3));
    Delivery again = shop.deliver(Position.PRIMARY, RecoveryFunction.SNAPSHOT);

    assertThat(again.of(Map.of("started", now))).contains(entry("outcome", "succeeded"));
    assertThat(again.calls()).doesNotContain("createDBSnapshot", "copyDBSnapshot");
  }

  @Test
  void what_is_too_old_goes_and_what_somebody_else_made_stays() {
    GivenSnapshots.old(shop);
    GivenSnapshots.put(
        shop.secondary,
        "shop-prod-daily-primary-1-20251231",
        1,
        Map.of("pharos:upkeep", "snapshot"));

    run(machine(), Duration.ofHours(3));

    assertThat(GivenSnapshots.named(shop))
        .containsExactly(
            "primary before-the-migration available",
            "primary shop-prod-daily-by-hand available",
            "primary " + TODAY + " available",
            "secondary before-the-migration available",
            "secondary shop-prod-daily-by-hand available",
            "secondary shop-prod-daily-primary-1-20251231 available",
            "secondary " + TODAY + " available");
  }

  @Test
  void the_newest_one_that_can_be_used_is_never_deleted() {
    run(machine(), Duration.ofHours(3));
    GivenSnapshots.in(shop.primary, TODAY)
        .set("originalSnapshotCreateTime", "2025-01-01T00:00:00Z");
    GivenSnapshots.in(shop.secondary, TODAY)
        .set("originalSnapshotCreateTime", "2025-01-01T00:00:00Z");

    assertThat(deliver(Position.PRIMARY)).contains(entry("deleted", 0));
    assertThat(GivenSnapshots.named(shop)).hasSize(2);
  }

  @Test
  void a_region_that_stands_by_leaves_it_to_its_peer() {
    assertThat(deliver(Position.SECONDARY)).contains(entry("outcome", "skipped"));
    assertThat(GivenSnapshots.named(shop)).isEmpty();
  }

  @Test
  void a_replica_has_none_even_where_the_users_are() {
    shop.put(
        shop.secondary, "traffic", "state", Map.of("takenOver", AttributeValue.fromBool(true)));

    assertThat(deliver(Position.SECONDARY))
        .contains(entry("outcome", "skipped"))
        .hasEntrySatisfying("detail", detail -> assertThat(detail).asString().contains("replica"));
  }

  @Test
  void it_stands_aside_while_an_operation_is_at_work_and_goes_on_when_its_lock_has_ended() {
    long soon = shop.world.clock().instant().plusSeconds(600).getEpochSecond();
    shop.put(
        shop.primary,
        "lock",
        "lock",
        Map.of("owner", AttributeValue.fromS("op-1"), "expires", AttributeValue.fromN("" + soon)));

    assertThat(deliver(Position.PRIMARY))
        .contains(entry("outcome", "waiting"), entry("detail", "operation op-1 is at work"));
    assertThat(GivenSnapshots.named(shop)).isEmpty();
    shop.pass(Duration.ofMinutes(11));
    deliver(Position.PRIMARY);

    assertThat(GivenSnapshots.named(shop)).containsExactly("primary " + TODAY + " creating");
    assertThat(shop.primary.database.string("status")).isEqualTo("backing-up");
  }

  @Test
  void a_database_that_is_busy_is_waited_for() {
    shop.primary.database.set("status", "backing-up");

    assertThat(deliver(Position.PRIMARY)).contains(entry("outcome", "waiting"));
    assertThat(GivenSnapshots.named(shop)).isEmpty();
  }

  @Test
  void a_snapshot_that_failed_is_said_with_what_to_do() {
    deliver(Position.PRIMARY);
    GivenSnapshots.in(shop.primary, TODAY).set("status", "failed");

    assertThatThrownBy(() -> deliver(Position.PRIMARY))
        .isInstanceOf(Failed.class)
        .hasMessageStartingWith("SNAPSHOT_BROKEN: " + TODAY + " in eu-west-1 is failed: delete it");
  }

  @Test
  void while_the_peer_is_dead_the_machine_fails_and_the_snapshot_is_kept() {
    GivenMachine machine = machine();
    deliver(Position.PRIMARY);
    shop.pass(Duration.ofMinutes(30));
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.DEAD);

    assertThatThrownBy(() -> deliver(Position.PRIMARY)).isInstanceOf(Unavailable.class);
    run(machine, Duration.ofMinutes(10));

    assertThat(machine.outcome("today")).startsWith("FAILED").contains("connect timed out");
    assertThat(GivenSnapshots.named(shop)).containsExactly("primary " + TODAY + " available");
  }

  @Test
  void the_age_of_the_last_success_grows_from_when_the_region_began_to_serve() {
    upkeep(Position.PRIMARY);
    shop.pass(Duration.ofHours(2));

    upkeep(Position.PRIMARY);
    assertThat(newest(shop.primary)).isBetween(7199.0, 7201.0);
    run(machine(), Duration.ofHours(3));

    upkeep(Position.PRIMARY);
    assertThat(newest(shop.primary)).isBetween(60.0, 10_000.0);
  }

  @Test
  void in_a_standby_nothing_is_due_and_its_time_begins_anew() {
    upkeep(Position.PRIMARY);
    shop.pass(Duration.ofHours(2));
    shop.put(
        shop.primary,
        "upkeep",
        "snapshot",
        Map.of("since", AttributeValue.fromS("2025-12-01T00:00:00Z")));
    shop.put(
        shop.secondary,
        "upkeep",
        "snapshot",
        Map.of("since", AttributeValue.fromS("2025-12-01T00:00:00Z")));

    assertThat(upkeep(Position.SECONDARY)).contains(entry("snapshotAgeSeconds", 0));
    assertThat(shop.item(shop.secondary, "upkeep", "snapshot")).doesNotContainKey("since");
  }

  private Map<String, Object> upkeep(Position position) {
    return shop.deliver(position, RecoveryFunction.UPKEEP).of(Map.of());
  }

  private double newest(GivenRegion place) {
    return shop.newest(place, Metric.UPKEEP_AGE_SECONDS, Map.of(Metric.TASK, "snapshot"))
        .orElseThrow();
  }
}
