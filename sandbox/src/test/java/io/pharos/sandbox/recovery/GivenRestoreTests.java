package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.backup.BackupTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shop whose nightly copy has been restored in the secondary Region at noon, for a test. */
final class GivenRestoreTests {
  private static final String ROLE = "shop-prod-restore-test";
  private static final String POLICY =
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores";

  private GivenRestoreTests() {}

  static TwoRegionShop in(TwoRegionShop shop) {
    return in(shop, "-", true);
  }

  static TwoRegionShop withoutRows(TwoRegionShop shop) {
    return in(shop, "-", false);
  }

  /**
   * The restore has just ended.
   *
   * @param tables of the application that must have rows, or a hyphen
   * @param marked whether the marker has written before the backup
   */
  static TwoRegionShop in(TwoRegionShop shop, String tables, boolean marked) {
    plan(shop, tables);
    shop.pass(Duration.ofMinutes(350));
    if (marked) {
      shop.deliver(Position.PRIMARY, RecoveryFunction.MARKER).of(Map.of());
    }
    shop.pass(Duration.ofMinutes(385));
    return shop;
  }

  /** Before anything has been backed up. */
  static TwoRegionShop plan(TwoRegionShop shop, String tables) {
    shop.secondaryRuntime.restoreTests(tables);
    GivenVaults.in(shop);
    shop.world.latency().with("rds.restore", Duration.ofMinutes(5));
    shop.world.latency().with("backup.start", Duration.ofMinutes(5));
    shop.secondaryRuntime.function(RecoveryFunction.LOOK);
    GivenRegion place = shop.secondary;
    Resource role =
        shop.given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            ROLE,
            "name",
            ROLE,
            "assumeRolePolicy",
            GivenRuntime.trust("backup.amazonaws.com"));
    shop.given.createIn(
        Account.GLOBAL, IamTypes.ATTACHMENT, ROLE, "role", role.id(), "policyArn", POLICY);
    Map<String, Object> points = new LinkedHashMap<>();
    points.put("algorithm", "LATEST_WITHIN_WINDOW");
    points.put(
        "includeVaults",
        List.of(
            "arn:aws:backup:"
                + place.region
                + ":123456789012:backup-vault:"
                + GivenRegion.NAMES.backupVault()));
    points.put("recoveryPointTypes", List.of("SNAPSHOT"));
    points.put("selectionWindowDays", 7);
    Resource plan =
        place.create(
            BackupTypes.TESTING_PLAN,
            "restore",
            "name",
            GivenRegion.NAMES.restoreTestingPlan(),
            "scheduleExpression",
            "cron(0 12 * * ? *)",
            "startWindowHours",
            1,
            "recoveryPointSelection",
            points);
    place.create(
        BackupTypes.TESTING_SELECTION,
        "restore",
        "name",
        "database",
        "restoreTestingPlanName",
        plan.id(),
        "protectedResourceType",
        "RDS",
        "protectedResourceArns",
        List.of("*"),
        "iamRoleArn",
        role.string("arn"),
        "validationWindowHours",
        1,
        "restoreMetadataOverrides",
        Map.of(
            "dbSubnetGroupName",
            GivenRegion.NAMES.databaseSubnetGroup(place.position),
            "vpcSecurityGroupIds",
            "[\"" + place.vpc.quarantineGroup + "\"]"));
    return shop;
  }

  /** The only restore job. */
  static Resource job(TwoRegionShop shop) {
    List<Resource> jobs = shop.world.account().list(BackupTypes.RESTORE_JOB, shop.secondary.region);
    if (jobs.size() != 1) {
      throw new IllegalStateException(jobs.size() + " restore jobs");
    }
    return jobs.get(0);
  }

  /** What EventBridge sends, as far as it is read. */
  static Map<String, Object> event(TwoRegionShop shop) {
    return Map.of("detail", Map.of("restoreJobId", job(shop).id()));
  }

  static Readiness proof(TwoRegionShop shop) {
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.PROOF, event(shop));
  }

  static Readiness look(TwoRegionShop shop) {
    return new Readiness(shop, Position.SECONDARY, RecoveryFunction.LOOK, question(endpoint(shop)));
  }

  static String endpoint(TwoRegionShop shop) {
    return shop.world
        .account()
        .byArn("aws:rds/instance:Instance", job(shop).string("createdResourceArn"))
        .orElseThrow()
        .string("endpoint");
  }

  static Map<String, Object> question(String endpoint) {
    return Map.of(
        "endpoint",
        endpoint,
        "username",
        "pharos",
        "password",
        GivenRegion.PASSWORD,
        "tables",
        List.of());
  }
}
