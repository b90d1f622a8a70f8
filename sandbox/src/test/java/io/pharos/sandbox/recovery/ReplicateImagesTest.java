package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;

/**
 * This deployment's rule among those of the registry, and whether images are where they are used.
 */
class ReplicateImagesTest {
  private final TwoRegionShop shop = GivenRegistry.in(new TwoRegionShop(0));
  private final EcrClient ecr = shop.given.client(EcrClient.class);

  private Map<String, Object> called(String action) {
    return shop.deliver(Position.PRIMARY, RecoveryFunction.REGISTRY)
        .of(action.isEmpty() ? Map.of() : Map.of("tf", Map.of("action", action)));
  }

  private List<ReplicationRule> rules() {
    return ecr.describeRegistry(describe -> {}).replicationConfiguration().rules();
  }

  private void others(ReplicationRule... rules) {
    ecr.putReplicationConfiguration(put -> put.replicationConfiguration(all -> all.rules(rules)));
  }

  private static ReplicationRule rule(String region, String... prefixes) {
    return ReplicationRule.builder()
        .destinations(to -> to.region(region).registryId("123456789012"))
        .repositoryFilters(
            List.of(prefixes).stream()
                .map(
                    prefix ->
                        RepositoryFilter.builder()
                            .filter(prefix)
                            .filterType("PREFIX_MATCH")
                            .build())
                .toList())
        .build();
  }

  private String looked() {
    shop.deliver(Position.SECONDARY, RecoveryFunction.UPKEEP).of(Map.of());
    return ready();
  }

  private String ready() {
    shop.deliver(Position.SECONDARY, RecoveryFunction.READY).of(Map.of());
    String checks = shop.item(shop.secondary, "readiness", "latest").get("checks").toString();
    int at = checks.indexOf("\"container-images\"");
    return checks.substring(at, checks.indexOf('}', at));
  }

  @Test
  void the_rule_is_added_to_what_the_registry_has_once() {
    ReplicationRule other = rule("us-east-1", "payroll/");
    others(other);

    assertThat(called("create")).containsEntry("outcome", "succeeded");
    assertThat(called("")).containsEntry("outcome", "succeeded");

    assertThat(rules())
        .containsExactly(other, rule("eu-central-1", "pharos-rule/shop-prod", "shop/web"));
  }

  @Test
  void only_the_own_rule_is_taken_away() {
    ReplicationRule other = rule("us-east-1", "payroll/");
    ReplicationRule sister = rule("eu-central-1", "pharos-rule/shop-prod-2", "shop/");
    others(other, sister);
    ecr.putReplicationConfiguration(
        put ->
            put.replicationConfiguration(
                all ->
                    all.rules(
                        other, rule("eu-central-1", "pharos-rule/shop-prod", "shop/web"), sister)));

    assertThat(called("delete")).containsEntry("outcome", "succeeded");

    assertThat(rules()).containsExactly(other, sister);
    assertThat(called("delete")).containsEntry("outcome", "skipped");
  }

  @Test
  void what_somebody_overwrote_comes_back_within_the_hour() {
    called("create");
    others(rule("us-east-1", "payroll/"));

    assertThat(called("").get("detail").toString()).contains("from now on shop/web");

    assertThat(rules()).hasSize(2);
  }

  @Test
  void images_of_before_are_not_in_the_rule_any_more() {
    others(rule("eu-central-1", "pharos-rule/shop-prod", "shop/old"));

    called("update");

    assertThat(rules()).containsExactly(rule("eu-central-1", "pharos-rule/shop-prod", "shop/web"));
  }

  @Test
  void a_rule_of_somebody_else_that_does_the_same_is_enough() {
    ReplicationRule everything = rule("eu-central-1");
    others(everything);

    assertThat(called("create").get("detail").toString()).contains("other rules replicate");
    assertThat(rules()).containsExactly(everything);

    others(rule("eu-central-1", "shop/w"));
    called("update");
    assertThat(rules()).hasSize(1);

    others(rule("eu-central-1", "shop/webshop"));
    called("update");
    assertThat(rules()).hasSize(2);
  }

  @Test
  void a_registry_with_ten_rules_is_left_as_it_is_and_says_so() {
    others(
        IntStream.range(0, 10)
            .mapToObj(number -> rule("us-east-1", "payroll-" + number))
            .toArray(ReplicationRule[]::new));

    assertThatThrownBy(() -> called("create"))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("REGISTRY_FULL")
        .hasMessageContaining("eu-west-1");
    assertThat(rules()).hasSize(10);
  }

  @Test
  void a_role_that_is_not_known_yet_keeps_no_deployment_from_ending() {
    shop.primaryRuntime.deny(RecoveryFunction.REGISTRY, "ecr:PutReplicationConfiguration");

    assertThat(called("create")).containsEntry("outcome", "pending");
    assertThatThrownBy(() -> called(""))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("ecr:PutReplicationConfiguration");
  }

  @Test
  void what_is_in_another_account_s_registry_is_not_this_one_s_to_replicate() {
    TwoRegionShop foreign = new TwoRegionShop(0);
    foreign.primaryRuntime.registryImages(
        GivenRegistry.image("eu-west-1").replace("123456789012", "210987654321"));

    assertThat(foreign.deliver(Position.PRIMARY, RecoveryFunction.REGISTRY).of(Map.of()))
        .containsEntry("outcome", "skipped");
  }

  @Test
  void readiness_says_what_the_hourly_look_has_found() {
    assertThat(ready()).contains("warns", "has not looked yet");

    assertThat(looked())
        .contains("fails", GivenRegistry.image("eu-central-1"), "push it once more");
    assertThat(shop.item(shop.secondary, "readiness", "latest")).contains(entry("ready", false));
  }

  @Test
  void an_account_that_lets_nobody_look_into_its_registry_makes_readiness_warn() {
    TwoRegionShop foreign = new TwoRegionShop(0);
    foreign.secondaryRuntime.registryImages(
        GivenRegistry.image("eu-central-1").replace("123456789012", "210987654321"));

    foreign.deliver(Position.SECONDARY, RecoveryFunction.UPKEEP).of(Map.of());
    foreign.deliver(Position.SECONDARY, RecoveryFunction.READY).of(Map.of());

    assertThat(foreign.item(foreign.secondary, "readiness", "latest").get("checks").toString())
        .contains("lets nobody look (ecr:DescribeImages): 210987654321.dkr.ecr.eu-central-1");
  }

  @Test
  void only_what_is_pushed_after_the_rule_gets_there() {
    GivenRegistry.of(shop).push(shop.primary.region, GivenRegistry.REPOSITORY, GivenRegistry.TAG);
    called("create");
    shop.pass(Duration.ofHours(1));
    assertThat(looked()).contains("fails");

    GivenRegistry.of(shop).push(shop.primary.region, GivenRegistry.REPOSITORY, GivenRegistry.TAG);
    shop.pass(Duration.ofHours(1));

    assertThat(looked()).contains("\"ok\"", GivenRegistry.image("eu-central-1"));
    shop.pass(Duration.ofHours(4));
    assertThat(ready()).contains("warns", "not looked at since");
  }

  @Test
  void without_images_in_ecr_nothing_is_said_and_nobody_asks() {
    TwoRegionShop without = new TwoRegionShop(0);

    Delivery upkeep = without.deliver(Position.SECONDARY, RecoveryFunction.UPKEEP);
    assertThat(upkeep.of(Map.of())).doesNotContainKey("missingImages");
    assertThat(upkeep.calls()).doesNotContain("describeImages");
    without.deliver(Position.SECONDARY, RecoveryFunction.READY).of(Map.of());
    assertThat(without.item(without.secondary, "readiness", "latest").get("checks").toString())
        .doesNotContain("container-images");
  }
}
