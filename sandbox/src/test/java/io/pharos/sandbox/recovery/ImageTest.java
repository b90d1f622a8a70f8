package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The golden image: of an instance that serves, in both Regions, and what they start from. */
class ImageTest {
  private final TwoRegionShop shop = new TwoRegionShop(2);

  ImageTest() {
    shop.pass(Duration.ofMinutes(10));
  }

  private GivenMachine run(String name) {
    GivenMachine machine = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.IMAGE);
    machine.start(name, "{}");
    shop.pass(Duration.ofHours(2));
    return machine;
  }

  private Map<String, Object> deliver(Position position) {
    return shop.deliver(position, RecoveryFunction.IMAGE)
        .of(Map.of("started", "2026-01-03T20:00:00Z"));
  }

  @Test
  void new_instances_of_both_regions_start_from_the_image_of_one_that_served() {
    assertThat(run("weekly").outcome("weekly")).isEqualTo("SUCCEEDED");

    String own = GivenImages.used(shop.primary);
    String copy = GivenImages.used(shop.secondary);
    assertThat(GivenImages.in(shop.primary, own).string("name"))
        .isEqualTo(GivenImages.in(shop.secondary, copy).string("name"))
        .startsWith("shop-prod-golden-20260101-");
    assertThat(GivenImages.in(shop.secondary, copy).string("kmsKeyId"))
        .isEqualTo(shop.secondary.key.string("arn"));
    assertThat(GivenImages.in(shop.secondary, copy).map("tags"))
        .containsEntry("pharos:upkeep", "image");
    assertThat(shop.item(shop.primary, "upkeep", "image")).containsKey("succeeded");
    assertThat(shop.user("GET", "/healthz")).startsWith("200");
  }

  @Test
  void after_a_failover_the_instances_that_start_from_it_serve() {
    run("weekly");
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.promote();

    assertThat(shop.deliver(RecoveryFunction.CAPACITY).of(shop.operation()))
        .contains(entry("outcome", "succeeded"));
    shop.pass(Duration.ofMinutes(5));

    assertThat(shop.direct("GET", Position.SECONDARY, "/healthz")).startsWith("200");
  }

  @Test
  void so_many_are_kept_and_never_is_the_one_in_use_deleted() {
    for (int month = 1; month < 5; month++) {
      GivenImages.put(shop.primary, "shop-prod-golden-20250" + month + "01-2000", 365 - 30 * month);
      GivenImages.put(
          shop.secondary, "shop-prod-golden-20250" + month + "01-2000", 365 - 30 * month);
    }

    run("weekly");

    assertThat(GivenImages.named(shop))
        .hasSize(6)
        .contains(
            "primary shop-prod-golden-20250401-2000 available",
            "primary parts 2",
            "secondary shop-prod-golden-20250401-2000 available",
            "secondary parts 2");
  }

  @Test
  void delivered_twice_it_makes_one() {
    deliver(Position.PRIMARY);
    deliver(Position.PRIMARY);
    shop.pass(Duration.ofHours(1));
    deliver(Position.PRIMARY);
    deliver(Position.PRIMARY);
    shop.pass(Duration.ofHours(1));
    deliver(Position.PRIMARY);

    assertThat(deliver(Position.PRIMARY)).contains(entry("outcome", "succeeded"));
    assertThat(GivenImages.named(shop))
        .containsExactly(
            "primary shop-prod-golden-20260103-2000 available",
            "primary parts 1",
            "secondary shop-prod-golden-20260103-2000 available",
            "secondary parts 1");
  }

  @Test
  void a_region_that_stands_by_leaves_it_to_its_peer() {
    assertThat(deliver(Position.SECONDARY)).contains(entry("outcome", "skipped"));
  }

  @Test
  void it_stands_aside_while_an_operation_is_at_work() {
    long soon = shop.world.clock().instant().plusSeconds(600).getEpochSecond();
    shop.put(
        shop.primary,
        "lock",
        "lock",
        Map.of("owner", AttributeValue.fromS("op-1"), "expires", AttributeValue.fromN("" + soon)));

    assertThat(deliver(Position.PRIMARY)).contains(entry("outcome", "waiting"));
    assertThat(GivenImages.named(shop)).containsExactly("primary parts 0", "secondary parts 0");
  }

  @Test
  void an_image_that_failed_is_said() {
    deliver(Position.PRIMARY);
    shop.world.account().list("aws:ec2/ami:Ami", shop.primary.region).stream()
        .filter(image -> image.string("name").startsWith("shop-prod-golden"))
        .forEach(image -> image.set("state", "failed"));

    GivenMachine machine = new GivenMachine(shop.primary, shop.primaryRuntime, StateMachine.IMAGE);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> deliver(Position.PRIMARY)))
        .hasMessageStartingWith(
            "IMAGE_MISSING: shop-prod-golden-20260103-2000 in eu-west-1 is failed");
    assertThat(machine).isNotNull();
  }

  @Test
  void at_a_failover_the_newest_image_takes_the_place_of_one_that_is_gone() {
    GivenImages.put(shop.secondary, "shop-prod-golden-20251101-2000", 60);
    String newest = GivenImages.put(shop.secondary, "shop-prod-golden-20251201-2000", 30);
    GivenImages.use(shop.secondary, "ami-0fffffffffffffff0");

    assertThat(shop.deliver(RecoveryFunction.CAPACITY).of(shop.operation()))
        .contains(entry("outcome", "succeeded"))
        .hasEntrySatisfying(
            "detail",
            detail ->
                assertThat(detail)
                    .asString()
                    .startsWith(
                        "image ami-0fffffffffffffff0 is gone: shop-prod-golden-20251201-2000"));
    assertThat(GivenImages.used(shop.secondary)).isEqualTo(newest);
  }

  @Test
  void at_a_failover_without_any_image_it_refuses_and_says_what_to_do() {
    GivenImages.use(shop.secondary, "ami-0fffffffffffffff0");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> shop.deliver(RecoveryFunction.CAPACITY).of(shop.operation())))
        .isInstanceOf(io.pharos.recovery.function.Refused.class)
        .hasMessageContaining("IMAGE_MISSING")
        .hasMessageContaining("put the id of one that can be used into the parameter");
  }
}
