package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import io.pharos.recovery.contract.WakeUpCall;
import io.pharos.recovery.function.RecoveryException;
import io.pharos.recovery.function.Refused;
import io.pharos.recovery.function.Unavailable;
import io.pharos.sandbox.recovery.DisturbedAws.Disturbance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all recovery functions alike. */
class EveryFunctionTest {

  static Stream<Arguments> variables() {
    return Arrays.stream(RecoveryFunction.values())
        .flatMap(
            function ->
                function.variables().stream()
                    .filter(
                        variable ->
                            function != RecoveryFunction.PROMOTE
                                || variable != Variable.PHAROS_PEER_REGION)
                    // Where copies are restored: VaultRestoreTest.
                    .filter(
                        variable ->
                            variable != Variable.PHAROS_BACKUP_VAULT
                                || function == RecoveryFunction.UPKEEP)
                    .map(variable -> Arguments.of(function, variable)));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void a_missing_variable_is_named(RecoveryFunction function, Variable variable) {
    List<String> told = new ArrayList<>();
    for (Supplier<Readiness> make : Readiness.of(function)) {
      Readiness ready = make.get();
      Delivery delivery = ready.delivery();
      delivery.aws().unset(variable.name());
      told.add(told(delivery, ready));
    }

    assertThat(told)
        .anyMatch(
            text ->
                text.contains(
                    "VARIABLE_INVALID: "
                        + variable
                        + " is not set: the function was deployed without it; run `pulumi up`"));
  }

  /** What a delivery says, be it an outcome or an error. */
  private static String told(Delivery delivery, Readiness ready) {
    try {
      return String.valueOf(delivery.of(ready.input()).get("detail"));
    } catch (RecoveryException e) {
      return e.getMessage();
    }
  }

  static Stream<Arguments> actions() {
    return Arrays.stream(RecoveryFunction.values())
        .flatMap(
            function ->
                function.permissions().stream()
                    // The shop here runs on instances; FargateServiceTest has the other one.
                    .filter(permission -> permission.needs() != Permission.Needs.ECS)
                    // And its databases are instances; AuroraRecoveryTest has clusters.
                    .filter(permission -> permission.needs() != Permission.Needs.CLUSTERS)
                    // And they are restored from automated backups; VaultRestoreTest has copies.
                    .filter(permission -> permission.needs() != Permission.Needs.COPIES)
                    .map(Permission::actions)
                    .flatMap(List::stream)
                    .distinct()
                    .map(action -> Arguments.of(function, action)));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void a_denied_action_is_named(RecoveryFunction function, String action) {
    List<String> told = new ArrayList<>();
    for (Supplier<Readiness> make : Readiness.of(function)) {
      Readiness ready = make.get();
      ready.shop().runtime(ready.position()).deny(function, action);
      Delivery delivery = ready.delivery();
      told.add(told(delivery, ready));
    }

    assertThat(told)
        .anyMatch(
            text ->
                text.contains("is not authorized to perform: " + action)
                    // Secrets Manager does not say more.
                    || text.contains("Access to KMS is not allowed"));
  }

  @ParameterizedTest
  @EnumSource(RecoveryFunction.class)
  void whichever_call_is_throttled_the_next_delivery_ends_as_if_none_had_been(
      RecoveryFunction function) {
    disturbEveryCall(function, Disturbance.THROTTLED);
  }

  @ParameterizedTest
  @EnumSource(RecoveryFunction.class)
  void whichever_answer_is_lost_the_next_delivery_ends_as_if_none_had_been(
      RecoveryFunction function) {
    disturbEveryCall(function, Disturbance.ANSWER_LOST);
  }

  private static void disturbEveryCall(RecoveryFunction function, Disturbance disturbance) {
    for (Supplier<Readiness> make : Readiness.of(function)) {
      Readiness undisturbed = make.get();
      Delivery whole = undisturbed.delivery();
      end(whole, undisturbed);
      again(undisturbed);
      beacon(undisturbed);
      Map<String, Object> expected = state(undisturbed);
      for (int call = 0; call < whole.calls().size(); call++) {
        Readiness ready = make.get();
        Delivery first = ready.delivery();
        first.aws().disturb(call, disturbance);
        Throwable error = catchThrowable(() -> end(first, ready));
        if (error != null) {
          assertThat(error).as("%s", first.calls()).isInstanceOf(Unavailable.class);
        }
        end(ready.delivery(), ready);
        again(ready);
        beacon(ready);
        assertThat(state(ready)).as("%s of %s", disturbance, first.calls()).isEqualTo(expected);
      }
    }
  }

  /** What does one thing after the other is asked again until it is done. */
  private static void again(Readiness ready) {
    if (List.of(RecoveryFunction.RESTORE, RecoveryFunction.NETWORK, RecoveryFunction.SETTLE)
        .contains(ready.function())) {
      end(ready.delivery(), ready);
    }
  }

  /** What a promotion or a restore could not say, the Region's beacon says within a minute. */
  private static void beacon(Readiness ready) {
    if (ready.function() == RecoveryFunction.PROMOTE
        || ready.function() == RecoveryFunction.RESTORE) {
      ready.shop().deliver(ready.position(), RecoveryFunction.BEACON).of(Map.of());
    }
  }

  private static void end(Delivery delivery, Readiness ready) {
    try {
      delivery.of(ready.input());
    } catch (Refused e) {
      // An end like any other.
    }
  }

  /** What an operation leaves behind, without times, counts and what is said about it. */
  private static Map<String, Object> state(Readiness ready) {
    Map<String, Object> state = new TreeMap<>();
    GivenRegion place = ready.shop().secondary;
    for (String pk :
        List.of("lock", "gate", "traffic", "marker", "fence", "approval", "operation#op-1")) {
      state.put(
          pk, ready.shop().items(place, pk).stream().map(EveryFunctionTest::timeless).toList());
    }
    state.put(
        "own fence",
        ready.shop().items(ready.shop().primary, "fence").stream().map(Map::keySet).toList());
    state.put(
        "primary traffic",
        ready.shop().items(ready.shop().primary, "traffic").stream()
            .map(EveryFunctionTest::timeless)
            .toList());
    state.put(
        "peer lock",
        ready.shop().items(ready.shop().primary, "lock").stream()
            .map(EveryFunctionTest::timeless)
            .toList());
    for (GivenRegion each : List.of(place, ready.shop().primary)) {
      state.put(
          "sources of " + each.position,
          List.of(
              GivenSources.state(each),
              ready.shop().items(each, "sources").stream()
                  .map(EveryFunctionTest::timeless)
                  .toList()));
    }
    state.put("primary groups", ready.shop().primary.database.strings("vpcSecurityGroupIds"));
    state.put(
        "databases",
        ready
            .shop()
            .world
            .account()
            .list("aws:rds/instance:Instance", ready.shop().primary.region)
            .stream()
            .map(each -> each.string("identifier"))
            .toList());
    state.put("shared", GivenShared.of(place));
    state.put("images", GivenImages.named(ready.shop()));
    state.put("snapshots", GivenSnapshots.named(ready.shop()));
    state.put(
        "primary capacity",
        ready.shop().read(ready.shop().primaryCompute.group).integer("desiredCapacity"));
    state.put("primary ACL", ready.shop().primary.fencedCidrs());
    state.put(
        "group", ready.shop().read(ready.shop().secondaryCompute.group).integer("desiredCapacity"));
    state.put("rules", List.of(answered(ready.shop().primary), answered(place)));
    state.put("database", place.database.string("status"));
    return state;
  }

  private static Object answered(GivenRegion place) {
    return place.given.read(place.takeoverRule).maps("actions");
  }

  private static Map<String, Object> timeless(Map<String, Object> item) {
    Map<String, Object> rest = new TreeMap<>(item);
    Set<String> times =
        Set.of(
            "started",
            "ended",
            "asked",
            "attempts",
            "expires",
            "since",
            "read",
            "time",
            "finished",
            "lagSeconds");
    rest.keySet().removeAll(times);
    rest.keySet().removeAll(Set.of("detail", "figures", "fault", "recoverySeconds"));
    // Done by the delivery whose answer was lost: nothing was left to do.
    rest.replace("outcome", "skipped", "succeeded");
    return rest;
  }

  static Stream<RecoveryFunction> steps() {
    return Stream.of(RecoveryFunction.steps(), RecoveryFunction.restoringSteps())
        .flatMap(List::stream)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void a_step_that_is_called_awake_looks_at_one_item_and_does_nothing(RecoveryFunction step) {
    TwoRegionShop shop = new TwoRegionShop(0);
    Delivery delivery = shop.deliver(step);

    assertThat(delivery.of(Map.of(WakeUpCall.FIELD, true)))
        .contains(entry("outcome", "skipped"), entry("detail", "awake"));

    assertThat(delivery.calls()).containsExactly("getItem");
  }

  @Test
  void a_denial_says_who_may_not_do_what_to_what() {
    Readiness ready = Readiness.of(RecoveryFunction.PROMOTE).get(0).get();
    ready.shop().secondaryRuntime.deny(RecoveryFunction.PROMOTE, "rds:PromoteReadReplica");

    assertThatThrownBy(() -> ready.delivery().of(ready.input()))
        .hasMessageStartingWith(
            "AWS_REFUSED: User:"
                + " arn:aws:sts::123456789012:assumed-role/shop-prod-eu-central-1-dr-promote/")
        .hasMessageContaining(
            " is not authorized to perform: rds:PromoteReadReplica on resource:"
                + " arn:aws:rds:eu-central-1:123456789012:db:shop-prod-secondary-1");
  }
}
