package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

class FenceTest {
  private final TwoRegionShop shop = new TwoRegionShop(0);
  private final GivenVpc vpc = shop.primary.vpc;
  private final Map<String, Object> operation = shop.operation();

  private Delivery fence() {
    return shop.deliver(RecoveryFunction.FENCE);
  }

  private boolean reaches(List<String> subnets, String group) {
    String region = shop.primary.region;
    return shop.world
        .service(Ec2.class)
        .blocked(
            new NetworkSource(region, subnets, List.of(group)),
            new NetworkSource(region, vpc.isolatedSubnets, List.of(vpc.databaseGroup)),
            3306)
        .isEmpty();
  }

  private void deny(int number, String cidr) {
    shop.world
        .bareClient(Ec2Client.class, shop.primary.region, Caller.operator(shop.world.clock()))
        .createNetworkAclEntry(
            create ->
                create
                    .networkAclId(vpc.isolatedAcl.id())
                    .ruleNumber(number)
                    .egress(false)
                    .protocol("6")
                    .portRange(range -> range.from(3306).to(3306))
                    .ruleAction("deny")
                    .cidrBlock(cidr));
  }

  @Test
  void the_application_is_cut_off_from_the_old_writer_and_the_marker_is_not() {
    assertThat(reaches(vpc.privateSubnets, vpc.appGroup)).isTrue();

    assertThat(fence().of(operation)).contains(entry("outcome", "succeeded"));

    assertThat(reaches(vpc.privateSubnets, vpc.appGroup)).isFalse();
    assertThat(reaches(vpc.toolsSubnets, vpc.toolsGroup)).isTrue();
    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(vpc.appCidrs);
    assertThat(shop.secondary.fencedCidrs()).isEmpty();
  }

  @Test
  void closed_already_it_only_looks() {
    fence().of(operation);
    Delivery again = fence();

    again.of(operation);

    assertThat(again.calls()).doesNotContain("createNetworkAclEntry");
    assertThat(shop.primary.fencedCidrs()).hasSize(2);
  }

  @Test
  void what_is_missing_is_added_around_what_is_there() {
    deny(10, vpc.appCidrs.get(0));
    deny(11, "10.0.200.0/24");

    fence().of(operation);

    assertThat(shop.primary.fencedCidrs())
        .containsExactlyInAnyOrder(vpc.appCidrs.get(0), "10.0.200.0/24", vpc.appCidrs.get(1));
    assertThat(reaches(vpc.privateSubnets, vpc.appGroup)).isFalse();
  }

  @Test
  void a_denial_behind_an_allowance_is_no_fence() {
    deny(150, vpc.appCidrs.get(0));
    deny(151, vpc.appCidrs.get(1));
    assertThat(reaches(vpc.privateSubnets, vpc.appGroup)).isTrue();

    fence().of(operation);

    assertThat(reaches(vpc.privateSubnets, vpc.appGroup)).isFalse();
  }

  @Test
  void a_dead_region_leaves_it_pending_in_good_time() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    Delivery delivery = fence();

    Map<String, Object> outcome = delivery.of(operation);

    assertThat(outcome).contains(entry("outcome", "pending"));
    assertThat(outcome.get("detail").toString())
        .contains("connect timed out", "The peer's beacon", "when that Region returns");
    assertThat(delivery.took()).isLessThan(Duration.ofSeconds(30));
    assertThat(shop.steps("op-1"))
        .singleElement()
        .satisfies(step -> assertThat(step).contains(entry("outcome", "pending")));
  }

  @Test
  void a_pending_fence_is_closed_when_it_is_delivered_again_after_the_return() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    fence().of(operation);
    shop.world.faults().heal(shop.primary.region);

    assertThat(fence().of(operation)).contains(entry("outcome", "succeeded"));
    assertThat(shop.primary.fencedCidrs()).hasSize(2);
  }

  @Test
  void a_writer_that_is_closed_only_after_the_promotion_began_is_told_of_once() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    fence().of(operation);
    shop.deliver(RecoveryFunction.PROMOTE).of(operation);
    shop.world.faults().heal(shop.primary.region);

    fence().of(operation);
    fence().of(operation);
    shop.deliver(RecoveryFunction.RECORD).of(operation);
    shop.deliver(RecoveryFunction.RECORD).of(operation);

    assertThat(shop.world.service(Sns.class).delivered())
        .extracting(Publication::message)
        .filteredOn(message -> message.contains("is back, and the other Region"))
        .hasSize(1);
  }

  @Test
  void a_writer_that_is_closed_before_the_promotion_is_no_news() {
    fence().of(operation);
    shop.deliver(RecoveryFunction.PROMOTE).of(operation);
    fence().of(operation);
    shop.deliver(RecoveryFunction.RECORD).of(operation);

    assertThat(shop.world.service(Sns.class).delivered())
        .extracting(Publication::message)
        .noneMatch(message -> message.contains("is back, and the other Region"));
  }

  @Test
  void a_region_that_asks_to_slow_down_is_asked_again() {
    Delivery delivery = fence();
    delivery.aws().disturb(4, DisturbedAws.Disturbance.THROTTLED);

    assertThat(delivery.of(operation)).contains(entry("outcome", "succeeded"));
    assertThat(shop.primary.fencedCidrs()).hasSize(2);
  }

  @Test
  void a_region_that_always_asks_to_slow_down_leaves_it_pending() {
    Delivery delivery = fence();
    delivery.aws().disturb("createNetworkAclEntry", DisturbedAws.Disturbance.THROTTLED);

    Map<String, Object> outcome = delivery.of(operation);

    assertThat(outcome).contains(entry("outcome", "pending"));
    assertThat(outcome.get("detail").toString()).contains("Rate exceeded");
  }

  @Test
  void an_answer_that_is_lost_leaves_no_entry_twice() {
    Delivery delivery = fence();
    delivery.aws().disturb(4, DisturbedAws.Disturbance.ANSWER_LOST);
    delivery.of(operation);

    assertThat(fence().of(operation)).contains(entry("outcome", "succeeded"));
    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(vpc.appCidrs);
  }

  @Test
  void a_role_that_may_not_leaves_it_pending_and_says_so() {
    shop.secondaryRuntime.deny(RecoveryFunction.FENCE, "ec2:CreateNetworkAclEntry");

    Map<String, Object> outcome = fence().of(operation);

    assertThat(outcome).contains(entry("outcome", "pending"));
    assertThat(outcome.get("detail").toString())
        .contains("is not authorized to perform: ec2:CreateNetworkAclEntry");
  }
}
