package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

class RaiseCapacityTest {
  private static final String CHANGE = "updateAutoScalingGroup";

  private final TwoRegionShop shop = new TwoRegionShop(0);
  private final Map<String, Object> operation = shop.operation();

  private Delivery raise() {
    return shop.deliver(RecoveryFunction.CAPACITY);
  }

  private List<Integer> sizes() {
    Resource group = shop.read(shop.secondaryCompute.group);
    return List.of(
        group.integer("minSize"), group.integer("desiredCapacity"), group.integer("maxSize"));
  }

  private void resize(int desired, int most) {
    shop.world
        .bareClient(
            AutoScalingClient.class, shop.secondary.region, Caller.operator(shop.world.clock()))
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(shop.secondaryCompute.group.id())
                    .maxSize(most)
                    .desiredCapacity(desired));
  }

  private void posture(String json) {
    shop.world
        .service(Ssm.class)
        .put(shop.secondary.region, shop.secondary.local(LocalParameter.POSTURE), json);
  }

  @Test
  void the_group_gets_the_size_of_an_active_region_and_its_instances_come_up() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);

    assertThat(raise().of(operation))
        .contains(entry("outcome", "succeeded"), entry("desiredCapacity", 2));

    assertThat(sizes()).containsExactly(2, 2, 6);
    shop.pass(Duration.ofMinutes(5));
    assertThat(shop.direct("GET", shop.secondary.position, "/healthz"))
        .isEqualTo("200 ok from eu-central-1");
  }

  @Test
  void a_group_that_has_its_size_is_left_alone() {
    raise().of(operation);
    Delivery again = raise();

    assertThat(again.of(operation)).contains(entry("outcome", "skipped"));
    assertThat(again.calls()).contains("describeAutoScalingGroups").doesNotContain(CHANGE);
    assertThat(sizes()).containsExactly(2, 2, 6);
  }

  @Test
  void what_load_has_called_for_is_not_taken_away() {
    resize(5, 6);

    assertThat(raise().of(operation)).contains(entry("desiredCapacity", 5));
    assertThat(sizes()).containsExactly(2, 5, 6);
  }

  @Test
  void no_more_than_the_maximum_is_asked_for() {
    resize(9, 12);

    assertThat(raise().of(operation)).contains(entry("desiredCapacity", 6));
    assertThat(sizes()).containsExactly(2, 6, 6);
  }

  @Test
  void a_posture_that_auto_scaling_refuses_stops_the_operation() {
    posture("{\"active\":{\"minSize\":7,\"maxSize\":6,\"desiredCapacity\":7}}");

    assertThatThrownBy(() -> raise().of(operation))
        .isInstanceOf(Failed.class)
        .hasMessageStartingWith("AWS_REFUSED: ");
    assertThat(sizes()).containsExactly(0, 0, 0);
  }

  @Test
  void a_posture_that_cannot_be_read_is_shown() {
    posture("{\"active\":{\"minSize\":2}}");

    assertThatThrownBy(() -> raise().of(operation))
        .isInstanceOf(Failed.class)
        .hasMessage(
            "DEPLOYMENT_INCOMPLETE: parameter local/posture is not a posture:"
                + " {\"active\":{\"minSize\":2}}");
  }

  @Test
  void a_group_that_is_not_there_is_named() {
    shop.given.delete(shop.secondaryCompute.group);

    assertThatThrownBy(() -> raise().of(operation))
        .isInstanceOf(Failed.class)
        .hasMessage(
            "DEPLOYMENT_INCOMPLETE: Auto Scaling group shop-prod-app is missing in eu-central-1; run `pulumi up`");
  }

  @Test
  void it_looks_before_it_changes() {
    Delivery delivery = raise();
    delivery.of(operation);

    assertThat(delivery.calls()).containsSubsequence("describeAutoScalingGroups", CHANGE);
  }
}
