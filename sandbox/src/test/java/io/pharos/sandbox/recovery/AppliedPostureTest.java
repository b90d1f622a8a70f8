package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a `pulumi up` wants of a role reaches the group, and only when it wants something new. */
class AppliedPostureTest {
  private static final String NEW =
      """
      {"active":{"minSize":3,"maxSize":8,"desiredCapacity":3},\
      "standby":{"minSize":1,"maxSize":2,"desiredCapacity":1}}""";

  private final TwoRegionShop shop = new TwoRegionShop(2);

  @BeforeEach
  void both_regions_have_seen_the_first_document() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    shop.pass(Duration.ofMinutes(21));
  }

  private void up(Position position, String document) {
    GivenRegion place = shop.region(position);
    shop.world.service(Ssm.class).put(place.region, place.local(LocalParameter.POSTURE), document);
  }

  private List<Integer> sizes(GivenCompute compute) {
    Resource group = shop.read(compute.group);
    return List.of(
        group.integer("minSize"), group.integer("desiredCapacity"), group.integer("maxSize"));
  }

  private void resize(GivenRegion place, GivenCompute compute, int desired, int most) {
    shop.world
        .bareClient(AutoScalingClient.class, place.region, Caller.operator(shop.world.clock()))
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(compute.group.id())
                    .maxSize(most)
                    .desiredCapacity(desired));
  }

  @Test
  void the_first_document_is_what_the_group_was_made_with() {
    assertThat(shop.item(shop.secondary, "posture", "applied"))
        .containsEntry("document", GivenRegion.POSTURE);
    assertThat(sizes(shop.secondaryCompute)).containsExactly(0, 0, 0);
  }

  @Test
  void a_standby_gets_what_a_standby_now_runs_within_ten_minutes() {
    up(Position.SECONDARY, NEW);
    shop.pass(Duration.ofMinutes(10));

    assertThat(sizes(shop.secondaryCompute)).containsExactly(1, 1, 2);
  }

  @Test
  void the_region_that_serves_gets_new_limits_and_keeps_what_load_has_called_for() {
    resize(shop.primary, shop.primaryCompute, 5, 6);
    up(Position.PRIMARY, NEW);
    shop.pass(Duration.ofMinutes(10));

    assertThat(sizes(shop.primaryCompute)).containsExactly(3, 5, 8);
  }

  @Test
  void what_has_changed_since_without_a_new_document_stays() {
    resize(shop.secondary, shop.secondaryCompute, 1, 1);
    shop.pass(Duration.ofMinutes(30));

    assertThat(sizes(shop.secondaryCompute)).containsExactly(0, 1, 1);
  }

  @Test
  void while_an_operation_is_at_work_it_is_left_alone_and_done_afterwards() {
    shop.deliver(RecoveryFunction.LOCK).of(shop.operation());
    up(Position.SECONDARY, NEW);
    shop.pass(Duration.ofMinutes(9));
    assertThat(sizes(shop.secondaryCompute)).containsExactly(0, 0, 0);

    // The lock of an operation that died ends by itself.
    shop.pass(Duration.ofMinutes(12));

    assertThat(sizes(shop.secondaryCompute)).containsExactly(1, 1, 2);
  }

  @Test
  void while_the_peer_is_silent_nobody_knows_for_sure_who_serves() {
    shop.world.faults().fail(shop.secondary.region, Faults.Kind.DEAD);
    up(Position.PRIMARY, NEW);
    shop.pass(Duration.ofMinutes(15));
    assertThat(sizes(shop.primaryCompute)).containsExactly(2, 2, 6);

    shop.world.faults().heal(shop.secondary.region);
    shop.pass(Duration.ofMinutes(15));

    assertThat(sizes(shop.primaryCompute)).containsExactly(3, 3, 8);
  }

  /** A strategy with a replica has come where backups were: nothing names the replica yet. */
  private void namesNone() {
    for (String key :
        List.of(LocalParameter.DATABASE_ENDPOINT, LocalParameter.DATABASE_IDENTIFIER)) {
      shop.world
          .service(Ssm.class)
          .put(
              shop.secondary.region,
              shop.secondary.local(key),
              key.equals(LocalParameter.DATABASE_ENDPOINT)
                  ? GivenRegion.NAMES.noEndpoint(Position.SECONDARY)
                  : GivenRegion.NAMES.noDatabase(Position.SECONDARY));
    }
  }

  private String named(String key) {
    return shop.world
        .service(Ssm.class)
        .value(shop.secondary.region, shop.secondary.local(key))
        .orElseThrow();
  }

  @Test
  void a_replica_that_came_where_backups_were_is_named_before_anything_starts() {
    String endpoint = named(LocalParameter.DATABASE_ENDPOINT);
    namesNone();
    up(Position.SECONDARY, NEW);
    shop.pass(Duration.ofMinutes(10));

    assertThat(named(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-1");
    assertThat(named(LocalParameter.DATABASE_ENDPOINT)).isEqualTo(endpoint);
    assertThat(sizes(shop.secondaryCompute)).containsExactly(1, 1, 2);
  }

  @Test
  void a_number_that_a_database_has_had_is_not_taken_again_and_nothing_starts() {
    namesNone();
    shop.put(
        shop.secondary,
        "database",
        "generation",
        Map.of("used", AttributeValue.fromN("1"), "made", AttributeValue.fromBool(true)));
    up(Position.SECONDARY, NEW);
    shop.pass(Duration.ofMinutes(20));

    assertThat(named(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-0");
    assertThat(sizes(shop.secondaryCompute)).containsExactly(0, 0, 0);
  }

  @Test
  void while_an_operation_is_at_work_no_replica_is_named() {
    shop.deliver(RecoveryFunction.LOCK).of(shop.operation());
    namesNone();
    shop.pass(Duration.ofMinutes(9));
    assertThat(named(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-0");

    shop.pass(Duration.ofMinutes(12));

    assertThat(named(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-secondary-1");
  }
}
