package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.rds.Row;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** A planned switch between two healthy Regions, while users write every second. */
class PlannedSwitchTest {
  private static final String PLANNED = "{\"mode\":\"planned\",\"reason\":\"maintenance\"}";

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenDetection detection;
  private final List<String> acknowledged = new ArrayList<>();
  private Instant lastRefused = Instant.MIN;
  private Instant firstRefused = Instant.MAX;
  private int written;

  PlannedSwitchTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(5));
  }

  @Test
  void no_acknowledged_write_is_lost_and_the_pause_is_what_the_promotion_takes() {
    write(30);
    detection.start("switch", PLANNED);
    write(1500);

    assertThat(detection.outcome("switch")).isEqualTo("SUCCEEDED");
    assertThat(rows(shop.secondary)).containsAll(acknowledged);
    assertThat(acknowledged).hasSizeGreaterThan(500);
    assertThat(shop.user("PUT", "/rows/last")).isEqualTo("201 committed from eu-central-1");
    Map<String, Object> summary = summary("switch");
    assertThat(summary)
        .contains(
            entry("mode", "planned"), entry("outcome", "succeeded"), entry("lossBoundSeconds", 0.0))
        .doesNotContainKey("recoverySeconds");
    double pause = (double) summary.get("writePauseSeconds");
    double seen = Duration.between(firstRefused, lastRefused).toSeconds();
    assertThat(seen).isBetween(pause - 10, pause + 70);
    double promotion = seconds("switch", "promote");
    assertThat(pause).isLessThan(promotion + 60);
  }

  @Test
  void capacity_is_there_before_the_writes_are_held() {
    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(25));

    assertThat(shop.steps("switch"))
        .extracting(step -> step.get("step") + " " + step.get("outcome"))
        // The old Region's beacon may have been first.
        .map(step -> step.equals("fence skipped") ? "fence succeeded" : step)
        .containsExactly(
            "lock succeeded",
            "gate succeeded",
            "capacity succeeded",
            "hold succeeded",
            "drain succeeded",
            "promote succeeded",
            "marker succeeded",
            "verify succeeded",
            "takeover succeeded",
            "sources skipped",
            "confirm succeeded",
            "fence succeeded",
            "record succeeded");
    assertThat(Instant.parse(step("switch", "capacity").get("ended").toString()))
        .isBefore(Instant.parse(step("switch", "hold").get("started").toString()));
  }

  @Test
  void the_old_region_ends_as_a_standby_whose_database_nobody_reaches() {
    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(25));

    assertThat(shop.read(shop.primary.database).strings("vpcSecurityGroupIds"))
        .containsExactly(shop.primary.vpc.quarantineGroup);
    assertThat(shop.primary.fencedCidrs()).containsExactlyElementsOf(shop.primary.vpc.appCidrs);
    assertThat(shop.read(shop.primaryCompute.group).attributes())
        .contains(entry("minSize", 0), entry("desiredCapacity", 0));
    assertThat(shop.item(shop.primary, "lock", "lock")).isEmpty();
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(shop.item(shop.secondary, "fence", "hold")).isEmpty();
    assertThat(newest().message())
        .contains("Lost: nothing; nobody could write for ", "pharos reconcile");
  }

  @Test
  void without_the_peer_nothing_is_begun() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.ISOLATED);
    shop.pass(Duration.ofMinutes(2));

    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(2));

    assertThat(detection.outcome("switch"))
        .startsWith("FAILED Refused PEER_UNREACHABLE: the peer Region has not answered the beacon");
    assertThat(step("switch", "lock").get("detail").toString())
        .contains("the peer's lock is not held");
    shop.world.faults().heal(shop.primary.region);
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-west-1");
  }

  @Test
  void what_cannot_drain_is_given_up_and_only_its_own_entries_are_deleted() {
    deny(100, "10.9.0.0/24");
    detection.start("switch", PLANNED);
    untilHeld();
    assertThat(shop.user("PUT", "/rows/held")).startsWith("503 database: ");
    // Nobody writes the row that would show that everything has arrived.
    shop.primaryRuntime.deny(RecoveryFunction.MARKER, "secretsmanager:GetSecretValue");
    shop.pass(Duration.ofMinutes(8));

    assertThat(detection.outcome("switch"))
        .isEqualTo("FAILED Stopped the replica has not received everything after 5 minutes");
    assertThat(shop.primary.fencedCidrs()).containsExactly("10.9.0.0/24");
    assertThat(shop.user("PUT", "/rows/again")).isEqualTo("201 committed from eu-west-1");
    assertThat(step("switch", "release"))
        .contains(entry("outcome", "succeeded"), entry("figures", Map.of("deleted", 2.0)));
    assertThat(shop.read(shop.secondary.database).attributes()).containsKey("replicateSourceDb");
    assertThat(newest().message()).contains("Writes: not held", "What to do: put right");
    assertThat(shop.item(shop.primary, "lock", "lock")).isEmpty();
  }

  @Test
  void a_promotion_that_aws_refuses_releases_the_writes() {
    shop.secondaryRuntime.deny(RecoveryFunction.PROMOTE, "rds:PromoteReadReplica");
    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(15));

    assertThat(detection.outcome("switch")).contains("rds:PromoteReadReplica");
    assertThat(shop.primary.fencedCidrs()).isEmpty();
    assertThat(shop.user("PUT", "/rows/again")).isEqualTo("201 committed from eu-west-1");
    assertThat(shop.item(shop.secondary, "traffic", "state")).isEmpty();
  }

  @Test
  void once_the_promotion_has_begun_the_writes_stay_held_until_it_is_finished() {
    shop.secondaryRuntime.deny(
        RecoveryFunction.VERIFY, "elasticloadbalancing:DescribeTargetHealth");
    detection.start("first", PLANNED);
    shop.pass(Duration.ofMinutes(25));
    assertThat(detection.outcome("first")).startsWith("FAILED Stopped ");
    assertThat(shop.primary.fencedCidrs()).hasSize(2);
    assertThat(shop.direct("PUT", Position.PRIMARY, "/rows/1")).startsWith("503 database: ");
    assertThat(newest().message()).contains("Writes: HELD by entries [10, 11] of network ACL ");

    shop.secondaryRuntime.deny(RecoveryFunction.VERIFY, "nothing");
    detection.start("second", PLANNED);
    shop.pass(Duration.ofMinutes(10));

    assertThat(detection.outcome("second")).isEqualTo("SUCCEEDED");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");
  }

  @Test
  void a_promotion_that_has_begun_is_gone_on_with_however_old_the_replicas_newest_row_is() {
    shop.world
        .faults()
        .begin(new Faults.Disturbance(Trouble.PROMOTION_SLOW, shop.secondary.region, "rds", 1));
    detection.start("first", PLANNED);
    untilPromoting("first");
    shop.secondaryRuntime.deny(RecoveryFunction.PROMOTE, "rds:DescribeDBInstances");
    shop.pass(Duration.ofMinutes(5));
    assertThat(detection.outcome("first")).startsWith("FAILED ");
    assertThat(database()).containsEntry("status", "modifying");

    shop.secondaryRuntime.deny(RecoveryFunction.PROMOTE, "nothing");
    detection.start("second", PLANNED);
    shop.pass(Duration.ofMinutes(40));

    assertThat(detection.outcome("second")).isEqualTo("SUCCEEDED");
    assertThat(step("second", "gate").get("detail").toString())
        .contains("its promotion was asked for at", "by first");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");
  }

  /** An operation that was not planned began to promote without a fence, and came to no end. */
  @Test
  void a_hold_that_comes_after_the_promotion_tells_people_what_was_written_before_it() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(2));
    detection.start("lost", "{\"reason\":\"no answer\"}");
    shop.pass(Duration.ofSeconds(20));
    assertThat(step("lost", "promote").get("outcome")).isEqualTo("waiting");
    shop.secondaryRuntime.deny(RecoveryFunction.PROMOTE, "rds:DescribeDBInstances");
    shop.pass(Duration.ofMinutes(20));
    assertThat(detection.outcome("lost")).startsWith("FAILED ");
    shop.secondaryRuntime.deny(RecoveryFunction.PROMOTE, "nothing");
    backJustAfterABeacon();
    assertThat(shop.user("PUT", "/rows/stray")).isEqualTo("201 committed from eu-west-1");

    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(15));

    assertThat(detection.outcome("switch")).isEqualTo("SUCCEEDED");
    assertThat(step("switch", "hold")).containsEntry("outcome", "succeeded");
    assertThat(alerts("was fenced late")).hasSize(1);
  }

  @Test
  void a_hold_that_came_before_its_promotion_is_nothing_to_tell() {
    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(25));
    detection.start("again", PLANNED);
    shop.pass(Duration.ofMinutes(10));

    assertThat(detection.outcome("again")).isEqualTo("SUCCEEDED");
    assertThat(alerts("was fenced late")).isEmpty();
  }

  /** Nearly a minute before the Region finds out by itself. */
  private void backJustAfterABeacon() {
    long second = shop.world.clock().instant().getEpochSecond() % 60;
    shop.pass(Duration.ofSeconds(65 - second));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofSeconds(1));
  }

  private List<Publication> alerts(String subject) {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.subject() != null && each.subject().contains(subject))
        .toList();
  }

  @Test
  void a_lock_of_the_peer_keeps_an_operation_from_beginning() {
    shop.put(
        shop.primary,
        "lock",
        "lock",
        Map.of(
            "owner",
            software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("pharos-up"),
            "expires",
            software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN("99999999999")));

    detection.start("switch", PLANNED);
    shop.pass(Duration.ofMinutes(2));

    assertThat(detection.outcome("switch"))
        .startsWith("FAILED Refused LOCK_HELD: operation pharos-up holds the lock");
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(shop.item(shop.primary, "lock", "lock")).containsEntry("owner", "pharos-up");
  }

  /** One write every second; what is acknowledged must never be missing. */
  private void write(int seconds) {
    for (int second = 0; second < seconds; second++) {
      shop.pass(Duration.ofSeconds(1));
      String path = "/rows/" + ++written;
      if (shop.user("PUT", path).startsWith("201")) {
        acknowledged.add(path.substring(1));
      } else {
        Instant now = shop.world.clock().instant();
        firstRefused = now.isBefore(firstRefused) ? now : firstRefused;
        lastRefused = now;
      }
    }
  }

  private void untilPromoting(String operation) {
    for (int second = 0; second < 900 && step(operation, "promote").isEmpty(); second++) {
      shop.pass(Duration.ofSeconds(1));
    }
    assertThat(step(operation, "promote")).containsEntry("outcome", "waiting");
  }

  private Map<String, Object> database() {
    return shop.read(shop.secondary.database).copy().attributes();
  }

  private void untilHeld() {
    for (int second = 0; second < 900 && shop.primary.fencedCidrs().size() < 3; second++) {
      shop.pass(Duration.ofSeconds(1));
    }
    assertThat(shop.primary.fencedCidrs()).hasSize(3);
  }

  /** An entry that somebody else made, before what is allowed. */
  private void deny(int number, String cidr) {
    shop.world
        .bareClient(Ec2Client.class, shop.primary.region, Caller.operator(shop.world.clock()))
        .createNetworkAclEntry(
            create ->
                create
                    .networkAclId(shop.primary.vpc.isolatedAcl.id())
                    .ruleNumber(number - 50)
                    .protocol("6")
                    .ruleAction(RuleAction.DENY)
                    .egress(false)
                    .cidrBlock(cidr)
                    .portRange(range -> range.from(3306).to(3306)));
  }

  private List<String> rows(GivenRegion place) {
    return shop
        .world
        .service(Rds.class)
        .rows(place.region, place.database.string("identifier"))
        .stream()
        .map(Row::key)
        .toList();
  }

  private Map<String, Object> summary(String operation) {
    return shop.item(shop.secondary, "operation#" + operation, "summary");
  }

  private Map<String, Object> step(String operation, String word) {
    return shop.item(shop.secondary, "operation#" + operation, "step#" + word);
  }

  private double seconds(String operation, String word) {
    Map<String, Object> step = step(operation, word);
    return Duration.between(
            Instant.parse(step.get("started").toString()),
            Instant.parse(step.get("ended").toString()))
        .toSeconds();
  }

  private Publication newest() {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(shop.secondary.region))
        .filter(each -> each.subject().startsWith("[shop-prod]"))
        .reduce((before, after) -> after)
        .orElseThrow();
  }
}
