package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.sandbox.service.EventBridge;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Shared parameters and the secret: from the Region that serves to the other one. */
class SyncTest {
  private static final String OLD =
      "{\"username\":\"pharos\",\"password\":\"correct-horse-battery\"}";

  private final TwoRegionShop shop = new TwoRegionShop(0);

  private Map<String, Object> deliver(Position position) {
    return shop.deliver(position, RecoveryFunction.SYNC).of(Map.of());
  }

  private void secondaryServes() {
    shop.put(
        shop.secondary, "traffic", "state", Map.of("takenOver", AttributeValue.fromBool(true)));
  }

  @Test
  void what_differs_is_written_and_nothing_else() {
    GivenShared.put(shop.primary, "changed", "String", "new");
    GivenShared.put(shop.secondary, "changed", "String", "old");
    GivenShared.put(shop.primary, "equal", "String", "same");
    GivenShared.put(shop.secondary, "equal", "String", "same");
    GivenShared.put(shop.primary, "containers/web/image", "String", "shop:2");
    GivenShared.secret(shop.primary, "rotated");

    assertThat(deliver(Position.PRIMARY))
        .contains(entry("written", 3), entry("onlyThere", 0), entry("outcome", "succeeded"));

    assertThat(GivenShared.of(shop.secondary)).isEqualTo(GivenShared.of(shop.primary));
    assertThat(GivenShared.parameter(shop.secondary, "equal").integer("version")).isEqualTo(1);
    assertThat(GivenShared.parameter(shop.secondary, "changed").integer("version")).isEqualTo(2);
  }

  @Test
  void a_second_time_it_finds_everything_as_it_is() {
    GivenShared.put(shop.primary, "plain", "String", "new");
    GivenShared.secret(shop.primary, "rotated");
    deliver(Position.PRIMARY);
    Delivery again = shop.deliver(Position.PRIMARY, RecoveryFunction.SYNC);

    assertThat(again.of(Map.of())).contains(entry("written", 0));
    assertThat(again.calls()).doesNotContain("putParameter", "putSecretValue");
  }

  @Test
  void going_back_to_an_earlier_secret_is_a_step_of_its_own() {
    GivenShared.secret(shop.primary, "rotated");
    deliver(Position.PRIMARY);
    GivenShared.secret(shop.primary, OLD);
    deliver(Position.PRIMARY);
    GivenShared.secret(shop.primary, "rotated");
    deliver(Position.PRIMARY);

    assertThat(GivenShared.secret(shop.secondary)).isEqualTo("rotated");
  }

  @Test
  void what_is_sealed_is_sealed_with_the_other_regions_key() {
    GivenShared.put(shop.primary, "sealed", "SecureString", "hunter2");

    deliver(Position.PRIMARY);

    assertThat(GivenShared.parameter(shop.secondary, "sealed").string("type"))
        .isEqualTo("SecureString");
    assertThat(GivenShared.parameter(shop.secondary, "sealed").string("keyId"))
        .isEqualTo(shop.secondary.key.string("arn"));
    assertThat(GivenShared.of(shop.secondary)).containsEntry("sealed", "hunter2");
  }

  @Test
  void it_says_names_and_never_a_value() {
    GivenShared.put(shop.primary, "sealed", "SecureString", "hunter2");
    GivenShared.secret(shop.primary, "hunter3");

    assertThat(deliver(Position.PRIMARY).toString())
        .contains("/shop/prod/shared/sealed", "shop/prod/database")
        .doesNotContain("hunter");
    assertThat(shop.item(shop.primary, "upkeep", "sync").toString()).doesNotContain("hunter");
  }

  @Test
  void what_is_local_is_never_touched() {
    String before = GivenImages.used(shop.secondary);
    shop.world
        .service(Ssm.class)
        .put(shop.primary.region, shop.primary.local(LocalParameter.AMI), "ami-of-the-primary");

    deliver(Position.PRIMARY);

    assertThat(GivenImages.used(shop.secondary)).isEqualTo(before);
  }

  @Test
  void what_only_the_standby_has_stays_and_is_counted() {
    GivenShared.put(shop.secondary, "its-own", "String", "kept");

    assertThat(deliver(Position.PRIMARY)).contains(entry("onlyThere", 1));
    assertThat(GivenShared.of(shop.secondary)).containsEntry("its-own", "kept");
  }

  @Test
  void the_other_direction_is_off_until_that_region_serves() {
    GivenShared.put(shop.secondary, "plain", "String", "of the secondary");
    assertThat(deliver(Position.SECONDARY)).contains(entry("outcome", "skipped"));
    assertThat(GivenShared.of(shop.primary)).doesNotContainKey("plain");

    secondaryServes();

    assertThat(deliver(Position.SECONDARY)).contains(entry("written", 1));
    assertThat(GivenShared.of(shop.primary)).containsEntry("plain", "of the secondary");
  }

  @Test
  void a_parameter_of_another_type_is_named_and_does_not_keep_the_others() {
    GivenShared.put(shop.primary, "a-mistake", "SecureString", "hunter2");
    GivenShared.put(shop.secondary, "a-mistake", "String", "open");
    GivenShared.put(shop.primary, "plain", "String", "new");

    assertThatThrownBy(() -> deliver(Position.PRIMARY))
        .isInstanceOf(Failed.class)
        .hasMessageStartingWith("NOT_SYNCED: /shop/prod/shared/a-mistake cannot be written")
        .hasMessageNotContaining("hunter");
    assertThat(GivenShared.of(shop.secondary)).containsEntry("plain", "new");
  }

  @Test
  void many_parameters_are_read_page_by_page() {
    for (int i = 0; i < 23; i++) {
      GivenShared.put(shop.primary, "many/" + i, "String", "value-" + i);
    }

    assertThat(deliver(Position.PRIMARY)).contains(entry("written", 23));
  }

  @Test
  void a_change_is_in_the_other_region_seconds_later() {
    shop.primaryRuntime.onSharedParameters();
    shop.secondaryRuntime.onSharedParameters();

    GivenShared.put(shop.primary, "plain", "String", "new");
    shop.pass(Duration.ofSeconds(30));

    assertThat(GivenShared.of(shop.secondary)).containsEntry("plain", "new");
    assertThat(shop.world.service(EventBridge.class).failures()).isEqualTo(List.of());
    assertThat(GivenShared.parameter(shop.primary, "plain").integer("version")).isEqualTo(1);
  }
}
