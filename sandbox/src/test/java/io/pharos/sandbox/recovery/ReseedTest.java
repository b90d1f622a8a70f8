package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.rds.Row;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After a failover the former Region gets a new generation that replicates the new writer. */
class ReseedTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String OPERATION =
      "{\"operation\":\"failback-1\",\"started\":\"2026-01-01T06:00:00Z\"}";

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private final GivenDetection detection;

  ReseedTest() {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.world.latency().with("rds.createReplica", Duration.ofMinutes(30));
    shop.pass(Duration.ofMinutes(5));
  }

  private void failedOver() {
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    shop.pass(Duration.ofMinutes(25));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));
  }

  @Test
  void the_new_generation_replicates_the_new_writer_and_the_region_uses_it() {
    failedOver();
    shop.user("PUT", "/rows/after");

    assertThat(reseed()).contains("waiting", "is being made as a replica of shop-prod-secondary-1");
    shop.pass(Duration.ofMinutes(31));
    assertThat(reseed()).contains("waiting", "maintenance window");
    assertThat(reseed())
        .contains("succeeded", "shop-prod-primary-2 replicates", "\"generation\":2", "db-");

    Resource made = generation(2);
    assertThat(local(LocalParameter.DATABASE_IDENTIFIER)).isEqualTo("shop-prod-primary-2");
    assertThat(local(LocalParameter.DATABASE_ENDPOINT)).isEqualTo(made.string("endpoint"));
    assertThat(made.string("maintenanceWindow")).isEqualTo("sun:04:00-sun:05:00");
    assertThat(made.flag("deletionProtection")).isTrue();
    assertThat(made.map("tags")).containsEntry("pharos:app", "shop");
    assertThat(rows("shop-prod-primary-2")).contains("rows/after");
    assertThat(rows("shop-prod-primary-1")).doesNotContain("rows/after");
    assertThat(reseed()).contains("skipped");
  }

  @Test
  void delivered_twice_it_makes_one() {
    failedOver();
    reseed();
    reseed();
    shop.pass(Duration.ofMinutes(31));
    reseed();
    reseed();
    reseed();

    assertThat(shop.world.account().list(INSTANCE, shop.primary.region))
        .extracting(instance -> instance.string("identifier"))
        .containsExactlyInAnyOrder("shop-prod-primary-1", "shop-prod-primary-2");
  }

  @Test
  void a_broken_one_is_left_and_its_number_is_never_used_again() {
    failedOver();
    reseed();
    generation(2).set("status", "failed");

    assertThat(reseed()).contains("shop-prod-primary-3 is being made");
    shop.world.account().remove(generation(3));

    assertThat(reseed()).contains("shop-prod-primary-4 is being made");
  }

  @Test
  void a_region_that_serves_is_refused() {
    assertThat(reseed(Position.PRIMARY)).contains("REGION_SERVES", "nothing was changed");
    assertThat(reseed(Position.SECONDARY)).contains("skipped", "replicates");
    assertThat(shop.world.account().list(INSTANCE, shop.primary.region)).hasSize(1);
  }

  @Test
  void without_backups_at_the_writer_it_says_what_to_do() {
    failedOver();
    shop.secondary.database.set("backupRetentionPeriod", 0);

    assertThat(reseed()).contains("NO_WRITER", "set its backup retention");
  }

  @Test
  void a_writer_that_is_busy_is_waited_for_and_no_number_is_lost() {
    failedOver();
    shop.secondary.database.set("status", "backing-up");
    assertThat(reseed()).contains("waiting", "backing-up");

    shop.secondary.database.set("status", "available");
    assertThat(reseed()).contains("shop-prod-primary-2 is being made");
  }

  @Test
  void every_permission_is_needed() {
    failedOver();
    for (String action :
        List.of(
            "ssm:GetParameter",
            "rds:DescribeDBInstances",
            "rds:CreateDBInstanceReadReplica",
            "rds:AddTagsToResource",
            "kms:CreateGrant")) {
      shop.primaryRuntime.deny(RecoveryFunction.RESEED, action);
      assertThat(reseed()).as(action).contains("AWS_REFUSED");
    }
    shop.primaryRuntime.deny(RecoveryFunction.RESEED, "nothing");
    reseed();
    shop.pass(Duration.ofMinutes(31));
    shop.primaryRuntime.deny(RecoveryFunction.RESEED, "rds:ModifyDBInstance");
    assertThat(reseed()).contains("AWS_REFUSED");
    shop.primaryRuntime.deny(RecoveryFunction.RESEED, "nothing");
    reseed();
    shop.primaryRuntime.deny(RecoveryFunction.RESEED, "ssm:PutParameter");
    assertThat(reseed()).contains("AWS_REFUSED");
  }

  private String reseed() {
    return reseed(Position.PRIMARY);
  }

  private String reseed(Position position) {
    return shop.world
        .service(Lambda.class)
        .invoke(
            shop.region(position).region,
            shop.runtime(position).aliasArn(RecoveryFunction.RESEED),
            OPERATION)
        .payload();
  }

  private Resource generation(int number) {
    return shop.world
        .account()
        .first(
            INSTANCE,
            shop.primary.region,
            found -> found.string("identifier").equals("shop-prod-primary-" + number))
        .orElseThrow();
  }

  private String local(String key) {
    return shop.world
        .service(Ssm.class)
        .value(shop.primary.region, GivenRegion.NAMES.localParameter(key))
        .orElseThrow();
  }

  private List<String> rows(String identifier) {
    return shop.world.service(Rds.class).rows(shop.primary.region, identifier).stream()
        .map(Row::key)
        .toList();
  }
}
