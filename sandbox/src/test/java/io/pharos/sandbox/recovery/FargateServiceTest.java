package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.applicationautoscaling.ScalingTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;

/** The functions where the application runs as tasks. */
class FargateServiceTest {
  private static final String STANDBY_OF_ONE =
      """
      {"active":{"minSize":2,"maxSize":6,"desiredCapacity":2},\
      "standby":{"minSize":1,"maxSize":1,"desiredCapacity":1}}""";

  private static Resource target(TwoRegionShop shop, GivenRegion place) {
    return shop.world.account().list(ScalingTypes.TARGET, place.region).get(0);
  }

  private static Service service(TwoRegionShop shop, GivenRegion place) {
    String name = GivenRegion.NAMES.ecsService();
    return shop.world
        .bareClient(EcsClient.class, place.region, Caller.operator(shop.world.clock()))
        .describeServices(describe -> describe.cluster(name).services(name))
        .services()
        .get(0);
  }

  private static List<Integer> sizes(TwoRegionShop shop, GivenRegion place) {
    Resource target = target(shop, place);
    return List.of(
        target.integer("minCapacity"),
        service(shop, place).desiredCount(),
        target.integer("maxCapacity"));
  }

  private static Object suspended(TwoRegionShop shop, GivenRegion place) {
    return target(shop, place).map("suspendedState").get("dynamicScalingOutSuspended");
  }

  private static void posture(TwoRegionShop shop, GivenRegion place, String json) {
    shop.world.service(Ssm.class).put(place.region, place.local(LocalParameter.POSTURE), json);
  }

  @Test
  void a_pilot_light_starts_its_tasks_once() {
    TwoRegionShop shop = TwoRegionShop.ofTasks(0, 0);
    Map<String, Object> operation = shop.operation();

    assertThat(shop.deliver(RecoveryFunction.CAPACITY).of(operation))
        .contains(entry("outcome", "succeeded"), entry("desiredCapacity", 2));
    assertThat(shop.deliver(RecoveryFunction.CAPACITY).of(operation))
        .contains(entry("outcome", "skipped"));
    shop.pass(Duration.ofMinutes(4));

    assertThat(sizes(shop, shop.secondary)).containsExactly(2, 2, 6);
    assertThat(suspended(shop, shop.secondary)).isEqualTo(false);
    assertThat(service(shop, shop.secondary).runningCount()).isEqualTo(2);
    assertThat(shop.direct("GET", Position.SECONDARY, "/healthz")).startsWith("200");
  }

  @Test
  void tasks_of_a_warm_standby_are_renewed_while_they_serve() {
    TwoRegionShop shop = TwoRegionShop.ofTasks(0, 1);
    shop.pass(Duration.ofMinutes(5));
    String before = service(shop, shop.secondary).deployments().get(0).id();

    assertThat(shop.deliver(RecoveryFunction.CAPACITY).of(shop.operation()))
        .containsEntry("outcome", "succeeded");
    int interrupted = 0;
    for (int i = 0; i < 36; i++) {
      shop.pass(Duration.ofSeconds(10));
      boolean served = shop.direct("GET", Position.SECONDARY, "/healthz").startsWith("200");
      interrupted += served ? 0 : 1;
    }

    assertThat(interrupted).isZero();
    assertThat(service(shop, shop.secondary).runningCount()).isEqualTo(2);
    assertThat(service(shop, shop.secondary).deployments())
        .extracting(Deployment::id)
        .doesNotContain(before)
        .hasSize(1);
  }

  @Test
  void the_fence_takes_the_peers_tasks_away_and_keeps_anything_from_scaling_them() {
    TwoRegionShop shop = TwoRegionShop.ofTasks(2, 0);
    shop.pass(Duration.ofMinutes(4));

    assertThat(shop.deliver(RecoveryFunction.FENCE).of(shop.operation()).get("detail"))
        .asString()
        .contains("shop-prod-app from 2 to 0");
    shop.pass(Duration.ofMinutes(1));

    assertThat(sizes(shop, shop.primary)).containsExactly(0, 0, 0);
    assertThat(suspended(shop, shop.primary)).isEqualTo(true);
    assertThat(service(shop, shop.primary).runningCount()).isZero();
  }

  @Test
  void tasks_that_know_an_earlier_database_go_before_those_of_the_standby_come() {
    TwoRegionShop shop = TwoRegionShop.ofTasks(0, 1);
    posture(shop, shop.secondary, STANDBY_OF_ONE);
    shop.pass(Duration.ofMinutes(4));
    Map<String, Object> operation = shop.operation();
    shop.deliver(RecoveryFunction.LOCK).of(operation);

    assertThat(shop.deliver(RecoveryFunction.SETTLE).of(operation))
        .contains(
            entry("outcome", "waiting"),
            entry("detail", "1 tasks that know an earlier database are leaving"));
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.deliver(RecoveryFunction.SETTLE).of(operation))
        .containsEntry("outcome", "succeeded");
    shop.pass(Duration.ofMinutes(3));

    assertThat(sizes(shop, shop.secondary)).containsExactly(1, 1, 1);
    assertThat(service(shop, shop.secondary).runningCount()).isEqualTo(1);
  }

  @Test
  void a_new_posture_reaches_the_service_within_ten_minutes() {
    TwoRegionShop shop = TwoRegionShop.ofTasks(2, 0);
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    shop.pass(Duration.ofMinutes(12));

    posture(shop, shop.secondary, STANDBY_OF_ONE);
    shop.pass(Duration.ofMinutes(14));

    assertThat(sizes(shop, shop.secondary)).containsExactly(1, 1, 1);
    assertThat(shop.item(shop.secondary, "capacity", "observed")).containsEntry("peak", 2.0);
  }

  /** They learn their database's endpoint and pull their image when they start. */
  @Test
  void tasks_of_a_region_that_is_restored_start_once_database_and_way_out_are_there() {
    TwoRegionShop shop = GivenBackups.in(TwoRegionShop.ofTasks(2, 0));
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    shop.world.latency().with("rds.restore", Duration.ofMinutes(25));
    GivenMachine restore =
        new GivenMachine(shop.secondary, shop.secondaryRuntime, StateMachine.RESTORE);
    shop.pass(Duration.ofMinutes(12));
    shop.user("PUT", "/rows/kept");
    shop.pass(Duration.ofMinutes(12));
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(3));
    restore.start("restore-1", "{\"reason\":\"the Region is lost\"}");

    shop.pass(Duration.ofMinutes(20));
    assertThat(sizes(shop, shop.secondary)).containsExactly(0, 0, 0);
    shop.pass(Duration.ofMinutes(40));

    assertThat(restore.outcome("restore-1")).isEqualTo("SUCCEEDED");
    assertThat(sizes(shop, shop.secondary)).containsExactly(2, 2, 6);
    assertThat(shop.user("GET", "/rows/kept")).isEqualTo("200 kept from eu-central-1");
    assertThat(shop.user("PUT", "/rows/after")).isEqualTo("201 committed from eu-central-1");
  }

  static Stream<Arguments> actions() {
    return Stream.of(
            RecoveryFunction.FENCE,
            RecoveryFunction.CAPACITY,
            RecoveryFunction.SETTLE,
            RecoveryFunction.READY)
        .flatMap(
            function ->
                function.permissions().stream()
                    .filter(permission -> permission.needs() == Permission.Needs.ECS)
                    .flatMap(permission -> permission.actions().stream())
                    .map(action -> Arguments.of(function, action)));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void a_denied_action_is_named(RecoveryFunction function, String action) {
    TwoRegionShop shop = TwoRegionShop.ofTasks(1, 1);
    shop.pass(Duration.ofMinutes(4));
    Map<String, Object> operation = shop.operation();
    if (function.needsLock()) {
      shop.deliver(RecoveryFunction.LOCK).of(operation);
    }
    shop.runtime(Position.SECONDARY).deny(function, action);
    Delivery delivery = shop.deliver(function);

    Object[] told = new Object[1];
    Throwable error = catchThrowable(() -> told[0] = delivery.of(operation).get("detail"));

    assertThat(error == null ? String.valueOf(told[0]) : error.getMessage())
        .contains("is not authorized to perform: " + action);
  }

  private static void update(TwoRegionShop shop, int tasks) {
    String name = GivenRegion.NAMES.ecsService();
    shop.world
        .bareClient(EcsClient.class, shop.secondary.region, Caller.operator(shop.world.clock()))
        .updateService(
            update ->
                update.cluster(name).service(name).desiredCount(tasks).forceNewDeployment(true));
  }

  @Test
  void a_standby_whose_last_deployment_failed_is_not_ready() {
    TwoRegionShop shop = TwoRegionShop.ofTasks(1, 1);
    update(shop, 0);
    shop.pass(Duration.ofMinutes(2));
    shop.world.account().list("aws:iam/rolePolicy:RolePolicy").stream()
        .filter(policy -> policy.string("role").endsWith("eu-central-1-task-start"))
        .forEach(shop.given::delete);
    update(shop, 1);
    // The deployment fails, and so does the one that it is rolled back to.
    shop.pass(Duration.ofMinutes(20));

    shop.deliver(RecoveryFunction.READY).of(Map.of());

    assertThat(shop.item(shop.secondary, "readiness", "latest").get("failing"))
        .asString()
        .contains(
            "capacity: the last deployment of shop-prod-app failed: ECS deployment circuit breaker")
        .doesNotContain("image: ");
  }
}
