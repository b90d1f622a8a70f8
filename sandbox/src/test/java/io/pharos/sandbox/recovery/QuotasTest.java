package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.service.ServiceQuotas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * What a standby finds about the account's quotas, and that AWS would refuse what it warns of: two
 * instances of two vCPUs each, or two tasks of a half.
 */
class QuotasTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);

  private static void allow(TwoRegionShop shop, String quota, double value) {
    shop.world.service(ServiceQuotas.class).apply(shop.secondary.region, quota, value);
  }

  /** As the standby notes it, and as readiness tells it. */
  private static String found(TwoRegionShop shop, String state) {
    shop.deliver(RecoveryFunction.UPKEEP).of(Map.of());
    Map<String, Object> noted = shop.item(shop.secondary, "readiness", "quotas");
    assertThat(noted).containsEntry("state", state);
    shop.deliver(RecoveryFunction.READY).of(Map.of());
    String detail = noted.get("detail").toString();
    assertThat(shop.item(shop.secondary, "readiness", "latest").get("checks").toString())
        .contains("\"check\":\"quotas\",\"state\":\"" + state + "\",\"detail\":\"" + detail);
    return detail;
  }

  private static void raise(TwoRegionShop shop) {
    Map<String, Object> operation = shop.operation();
    shop.deliver(RecoveryFunction.CAPACITY).of(operation);
    shop.pass(Duration.ofMinutes(10));
  }

  @Test
  void an_account_that_may_have_all_is_ready() {
    assertThat(found(shop, "ok")).contains("enough for 6 instances", "room for a database");
  }

  @Test
  void too_few_vcpus_are_told_with_figures_and_ec2_refuses_the_second_instance() {
    allow(shop, ServiceQuotas.INSTANCES, 3);

    assertThat(found(shop, "fails"))
        .isEqualTo(
            "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances: 4 more wanted, 0 of"
                + " 3 used in eu-central-1");
    raise(shop);

    assertThat(activities()).anyMatch(why -> why.contains("your current vCPU limit of 3"));
  }

  private List<String> activities() {
    return shop
        .world
        .bareClient(
            AutoScalingClient.class, shop.secondary.region, Caller.operator(shop.world.clock()))
        .describeScalingActivities(
            describe -> describe.autoScalingGroupName(GivenRegion.NAMES.regional("app")))
        .activities()
        .stream()
        .map(Activity::statusMessage)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void what_is_used_already_counts_also_what_is_somebody_elses() {
    allow(shop, ServiceQuotas.INSTANCES, 7);
    raise(shop);

    // Its own two run now; one more is all that the account may have.
    assertThat(found(shop, "warns")).contains("not for 6 instances", "8 more wanted, 4 of 7 used");
  }

  @Test
  void tasks_are_counted_in_vcpus_and_fargate_refuses_the_second() {
    TwoRegionShop tasks = TwoRegionShop.ofTasks(0, 0);
    allow(tasks, ServiceQuotas.TASKS, 0.5);

    assertThat(found(tasks, "fails"))
        .isEqualTo(
            "Fargate On-Demand vCPU resource count: 1 more wanted, 0 of 0.5 used in eu-central-1");
    raise(tasks);

    String name = GivenRegion.NAMES.ecsService();
    assertThat(
            tasks
                .world
                .bareClient(
                    EcsClient.class, tasks.secondary.region, Caller.operator(tasks.world.clock()))
                .describeServices(describe -> describe.cluster(name).services(name))
                .services()
                .get(0)
                .events())
        .anyMatch(event -> event.message().contains("limit on the number of vCPUs"));
  }

  @Test
  void a_standby_of_backups_needs_a_database_and_addresses_more() {
    TwoRegionShop backups = GivenBackups.in(new TwoRegionShop(0));
    allow(backups, ServiceQuotas.DATABASES, 0);
    allow(backups, ServiceQuotas.ADDRESSES, 1);

    assertThat(found(backups, "fails"))
        .isEqualTo(
            "DB instances: 1 more wanted, 0 of 0 used; Elastic IP addresses: 2 more wanted, 0 of 1"
                + " used in eu-central-1");
  }

  @Test
  void a_replica_can_be_promoted_all_the_same_and_the_failback_is_warned_of() {
    allow(shop, ServiceQuotas.DATABASES, 1);

    assertThat(found(shop, "warns")).contains("1 of 1 used", "which a failback needs");
  }

  @Test
  void what_may_not_be_looked_at_is_told_and_alarms() {
    shop.runtime(Position.SECONDARY).deny(RecoveryFunction.UPKEEP, "servicequotas:GetServiceQuota");

    Throwable error = catchThrowable(() -> shop.deliver(RecoveryFunction.UPKEEP).of(Map.of()));

    assertThat(error).isInstanceOf(Failed.class);
    assertThat(shop.item(shop.secondary, "readiness", "quotas"))
        .contains(entry("state", "warns"))
        .hasEntrySatisfying(
            "detail", detail -> assertThat(detail.toString()).contains("cannot be looked at"));
  }

  @Test
  void a_look_of_long_ago_is_worth_a_warning() {
    shop.deliver(RecoveryFunction.UPKEEP).of(Map.of());
    shop.pass(Duration.ofHours(4));
    shop.deliver(RecoveryFunction.READY).of(Map.of());

    assertThat(shop.item(shop.secondary, "readiness", "latest").get("checks").toString())
        .contains("and not looked at since");
  }

  @Test
  void a_region_that_serves_has_what_it_needs() {
    shop.deliver(Position.PRIMARY, RecoveryFunction.UPKEEP).of(Map.of());

    assertThat(shop.item(shop.primary, "readiness", "quotas")).isEmpty();
  }
}
