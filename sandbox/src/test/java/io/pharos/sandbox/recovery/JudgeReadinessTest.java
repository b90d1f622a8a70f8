package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.function.Failed;
import io.pharos.recovery.function.Refused;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.states.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a standby finds when it looks at everything that a failover will need. */
class JudgeReadinessTest {
  private final TwoRegionShop shop = new TwoRegionShop(1);

  @BeforeEach
  void both_regions_are_well() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(20));
  }

  private Map<String, Object> look() {
    return shop.deliver(RecoveryFunction.READY).of(Map.of());
  }

  private Map<String, Object> found() {
    return shop.item(shop.secondary, "readiness", "latest");
  }

  /** Every check with its state. */
  private Map<String, String> states() {
    return checks().stream()
        .collect(
            Collectors.toMap(
                check -> check.get("check").toString(), check -> check.get("state").toString()));
  }

  private String detail(String name) {
    return checks().stream()
        .filter(check -> check.get("check").equals(name))
        .map(check -> check.get("detail").toString())
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> checks() {
    return (List<Map<String, Object>>) Json.parse(found().get("checks").toString());
  }

  private void failsAlone(String name) {
    assertThat(look()).containsEntry("ready", false);
    assertThat(found()).containsEntry("ready", false);
    assertThat(found().get("failing").toString()).startsWith(name + ": ");
    assertThat(shop.newest(shop.secondary, Metric.READY)).contains(0.0);
    Map<String, String> states = states();
    assertThat(states.remove(name)).isEqualTo("fails");
    assertThat(states.values()).containsOnly("ok");
  }

  private void warnsAlone(String name) {
    assertThat(look()).containsEntry("ready", true);
    assertThat(found()).contains(entry("ready", true), entry("failing", ""));
    Map<String, String> states = states();
    assertThat(states.remove(name)).isEqualTo("warns");
    assertThat(states.values()).containsOnly("ok");
  }

  @Test
  void a_standby_that_has_everything_is_ready() {
    assertThat(look())
        .contains(
            entry("outcome", "succeeded"),
            entry("ready", true),
            entry("detail", "this Region can take over"));

    assertThat(states().values()).containsOnly("ok");
    assertThat(states())
        .containsOnlyKeys(
            "database",
            "access",
            "replication",
            "marker",
            "image",
            "capacity",
            "quotas",
            "entrance",
            "configuration",
            "beacon",
            "detection",
            "upkeep",
            "lock");
    assertThat(found()).contains(entry("ready", true), entry("database", "shop-prod-secondary-1"));
    assertThat(shop.newest(shop.secondary, Metric.READY)).contains(1.0);
  }

  @Test
  void a_standby_whose_strategy_has_a_replica_now_says_which_one_it_waits_for() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.DATABASE_IDENTIFIER),
            GivenRegion.NAMES.noDatabase(Position.SECONDARY));

    assertThat(look()).containsEntry("ready", false);

    assertThat(detail("database"))
        .contains("eu-central-1 has no database yet: shop-prod-secondary-1, made by a `pulumi up`");
  }

  @Test
  void looking_changes_nothing_else() {
    Delivery delivery = shop.deliver(RecoveryFunction.READY);

    delivery.of(Map.of());

    assertThat(delivery.calls())
        .filteredOn(call -> !call.matches("(describe|get).*"))
        .containsExactly("updateItem", "putMetricData");
  }

  @Test
  void a_region_that_serves_has_nothing_to_judge() {
    assertThat(shop.deliver(Position.PRIMARY, RecoveryFunction.READY).of(Map.of()))
        .containsEntry("outcome", "skipped");

    assertThat(shop.item(shop.primary, "readiness", "latest"))
        .containsEntry("serves", true)
        .doesNotContainKeys("ready", "checks");
    assertThat(shop.newest(shop.primary, Metric.READY)).contains(1.0);
  }

  @Test
  void while_an_operation_is_at_work_nothing_is_judged() {
    shop.deliver(RecoveryFunction.LOCK).of(shop.operation());

    assertThat(look())
        .contains(entry("outcome", "waiting"), entry("detail", "operation op-1 is at work"));
    assertThat(found()).isEmpty();
  }

  @Test
  void a_writer_is_no_standby() {
    shop.promote();

    look();

    assertThat(states()).containsEntry("database", "fails");
    assertThat(detail("database")).contains("no replica", "pharos failback --stay");
  }

  @Test
  void a_network_acl_that_is_still_closed_fails() {
    shop.secondary.vpc.deny(10, shop.secondary.vpc.appCidrs.get(0));

    failsAlone("access");
    assertThat(detail("access")).contains("keeps 10.", "pharos failback --stay");
  }

  @Test
  void a_replica_in_quarantine_fails() {
    shop.secondary.database.set("vpcSecurityGroupIds", List.of(shop.secondary.vpc.quarantineGroup));

    failsAlone("access");
    assertThat(detail("access")).startsWith("shop-prod-secondary-1 is in quarantine");
  }

  @Test
  void a_lag_above_the_limit_fails() {
    // The beacon would sample it anew.
    Readiness.sample(shop, shop.world.clock().instant(), 301);

    failsAlone("replication");
  }

  @Test
  void a_marker_that_is_silent_fails() {
    shop.put(
        shop.secondary,
        "marker",
        "latest",
        Map.of(
            "read",
            AttributeValue.fromS(shop.world.clock().instant().minusSeconds(181).toString()),
            "lagSeconds",
            AttributeValue.fromN("20")));

    failsAlone("marker");
  }

  @Test
  void a_replica_that_nobody_has_measured_yet_is_no_objection_until_it_is_not_new_any_more() {
    shop.put(shop.secondary, "marker", "latest", Map.of());
    shop.put(shop.secondary, "sample", "latest", Map.of());
    // The same again: a reseed that has just ended.
    Ssm ssm = shop.world.service(Ssm.class);
    String name = GivenRegion.NAMES.localParameter(LocalParameter.DATABASE_IDENTIFIER);
    ssm.put(shop.secondary.region, name, ssm.value(shop.secondary.region, name).orElseThrow());

    assertThat(look()).containsEntry("ready", true);
    assertThat(states()).contains(entry("replication", "warns"), entry("marker", "warns"));
    assertThat(detail("marker"))
        .isEqualTo(
            "has never read a row from the replica (the replica is in use since "
                + shop.world.clock().instant()
                + ")");
  }

  @Test
  void a_beacon_that_is_silent_fails() {
    shop.put(
        shop.secondary,
        "peer",
        "probe",
        Map.of(
            "lastOk",
            AttributeValue.fromS(shop.world.clock().instant().minusSeconds(181).toString())));

    failsAlone("beacon");
  }

  @Test
  void an_image_that_is_gone_fails_and_is_a_warning_where_another_would_be_used() {
    GivenImages.use(shop.secondary, "ami-0fffffffffffffff0");
    failsAlone("image");

    GivenImages.put(shop.secondary, "shop-prod-golden-20251201-2000", 31);
    warnsAlone("image");
    assertThat(detail("image")).contains("shop-prod-golden-20251201-2000 would be used");
  }

  @Test
  void a_launch_template_that_is_gone_fails() {
    Resource template =
        shop.world.account().list(Ec2Types.LAUNCH_TEMPLATE, shop.secondary.region).get(0);
    shop.world.account().remove(template);

    failsAlone("capacity");
  }

  @Test
  void a_group_that_may_not_grow_fails() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.POSTURE),
            GivenRegion.POSTURE.replace("\"maxSize\":6", "\"maxSize\":1"));

    failsAlone("capacity");
  }

  @Test
  void an_entrance_says_whether_anybody_answers_behind_it() {
    assertThat(look()).containsEntry("ready", true);

    assertThat(detail("entrance"))
        .isEqualTo("https://secondary.shop.example.com/.pharos/takeover answers 404, /healthz 503");
  }

  @Test
  void an_entrance_without_the_takeover_rule_fails() {
    Resource rule = shop.secondary.takeoverRule;
    shop.world.behavior(rule.type()).orElseThrow().delete(rule);
    shop.world.account().remove(rule);

    failsAlone("entrance");
    assertThat(detail("entrance")).contains("the takeover rule is not there");
  }

  @Test
  void what_has_differed_for_long_fails_and_what_has_just_changed_is_a_warning() {
    GivenShared.put(shop.primary, "plain", "String", "new");
    GivenShared.secret(shop.primary, "rotated");
    warnsAlone("configuration");
    assertThat(detail("configuration"))
        .isEqualTo("/shop/prod/shared/plain, shop/prod/database differ from eu-west-1");

    shop.pass(Duration.ofHours(3));

    assertThat(look()).containsEntry("ready", false);
    assertThat(states()).containsEntry("configuration", "fails");
  }

  @Test
  void an_alarm_that_is_missing_fails_and_one_that_watches_another_database_is_a_warning() {
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.DATABASE_IDENTIFIER),
            "shop-prod-secondary-2");
    look();
    assertThat(states()).containsEntry("detection", "warns").containsEntry("database", "fails");
    assertThat(detail("detection"))
        .contains("watches shop-prod-secondary-1 instead of shop-prod-secondary-2");
    shop.world
        .service(Ssm.class)
        .put(
            shop.secondary.region,
            shop.secondary.local(LocalParameter.DATABASE_IDENTIFIER),
            "shop-prod-secondary-1");

    Resource alarm =
        shop
            .world
            .account()
            .list("aws:cloudwatch/metricAlarm:MetricAlarm", shop.secondary.region)
            .stream()
            .filter(each -> each.string("name").equals("shop-prod-peer-unreachable"))
            .findFirst()
            .orElseThrow();
    shop.world.account().remove(alarm);
    failsAlone("detection");
  }

  @Test
  void a_lock_that_was_left_behind_is_a_warning() {
    shop.put(
        shop.secondary,
        "lock",
        "lock",
        Map.of(
            "owner",
            AttributeValue.fromS("dead"),
            "expires",
            AttributeValue.fromN(
                Long.toString(shop.world.clock().instant().getEpochSecond() - 60))));

    warnsAlone("lock");
  }

  @Test
  void a_lost_peer_is_told_and_what_was_there_at_the_fault_still_counts() {
    nothingStartsByItself();
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(30));

    assertThat(look()).containsEntry("ready", true);
    assertThat(states())
        .contains(
            entry("beacon", "warns"),
            entry("upkeep", "warns"),
            entry("replication", "ok"),
            entry("marker", "ok"),
            entry("configuration", "ok"));
  }

  private void nothingStartsByItself() {
    shop.world.account().list("aws:cloudwatch/eventRule:EventRule", shop.secondary.region).stream()
        .filter(rule -> rule.string("name").equals("shop-prod-dr-failover"))
        .forEach(rule -> shop.given.update(rule, "state", "DISABLED"));
  }

  @Test
  void what_may_not_be_looked_at_fails_is_kept_and_is_an_error_of_the_function() {
    shop.secondaryRuntime.deny(RecoveryFunction.READY, "ec2:DescribeImages");

    assertThatThrownBy(this::look)
        .isInstanceOf(Failed.class)
        .hasMessageContaining("is not authorized to perform: ec2:DescribeImages");

    assertThat(states()).containsEntry("image", "fails").containsEntry("lock", "ok");
    assertThat(shop.newest(shop.secondary, Metric.READY)).contains(0.0);
  }

  @Test
  void a_planned_operation_is_refused_when_the_standby_is_not_ready() {
    GivenImages.use(shop.secondary, "ami-0fffffffffffffff0");
    look();

    assertThatThrownBy(() -> gate("mode", "planned"))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("NOT_READY: not ready at ")
        .hasMessageContaining("image: ami-0fffffffffffffff0 is not in eu-central-1")
        .hasMessageContaining("pharos ready --now");
    assertThat(shop.item(shop.secondary, "gate", "passed")).isEmpty();
  }

  @Test
  void an_unplanned_operation_goes_on_and_says_so() {
    GivenImages.use(shop.secondary, "ami-0fffffffffffffff0");
    look();

    Map<String, Object> passed = gate();

    assertThat(passed).contains(entry("outcome", "succeeded"), entry("ready", false));
    assertThat(passed.get("detail").toString()).contains("; not ready at ", "image: ami-0f");
  }

  @Test
  void a_planned_operation_passes_when_the_standby_was_found_ready() {
    look();

    assertThat(gate("mode", "planned").get("detail").toString()).contains("; ready at ");
  }

  @Test
  void what_was_found_of_another_database_or_long_ago_says_nothing() {
    Instant now = shop.world.clock().instant();
    judged("shop-prod-secondary-0", now);
    assertThat(gate("mode", "planned").get("detail").toString())
        .endsWith("; readiness was not judged lately");

    judged("shop-prod-secondary-1", now.minus(Duration.ofMinutes(66)));
    assertThat(gate("mode", "planned").get("detail").toString())
        .endsWith("; readiness was not judged lately");

    judged("shop-prod-secondary-1", now.minus(Duration.ofMinutes(64)));
    assertThatThrownBy(() -> gate("mode", "planned")).hasMessageStartingWith("NOT_READY");
  }

  private void judged(String database, Instant at) {
    shop.put(
        shop.secondary,
        "readiness",
        "latest",
        Map.of(
            "judged",
            AttributeValue.fromS(at.toString()),
            "database",
            AttributeValue.fromS(database),
            "ready",
            AttributeValue.fromBool(false),
            "failing",
            AttributeValue.fromS("image: gone")));
  }

  private Map<String, Object> gate(Object... more) {
    return shop.deliver(RecoveryFunction.GATE).of(shop.operation(more));
  }
}
