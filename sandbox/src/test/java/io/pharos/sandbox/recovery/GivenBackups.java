package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import java.time.Duration;

/** The shop with strategy backup-restore: the secondary Region has backups and no database. */
final class GivenBackups {
  private GivenBackups() {}

  /** Before any function is deployed. */
  static TwoRegionShop in(TwoRegionShop shop) {
    shop.primaryRuntime.restores();
    shop.secondaryRuntime.restores();
    skeleton(shop);
    replicate(shop);
    return shop;
  }

  /** The same with copies in the vault, one a day, and no replicated backups. */
  static TwoRegionShop inVault(TwoRegionShop shop) {
    GivenVaults.in(shop);
    shop.primaryRuntime.restoresCopies();
    shop.secondaryRuntime.restoresCopies();
    skeleton(shop);
    return shop;
  }

  private static void skeleton(TwoRegionShop shop) {
    shop.given.delete(shop.secondary.database);
    Ssm parameters = shop.world.service(Ssm.class);
    GivenRegion standby = shop.secondary;
    parameters.put(
        standby.region,
        standby.local(LocalParameter.DATABASE_IDENTIFIER),
        GivenRegion.NAMES.noDatabase(standby.position));
    parameters.put(
        standby.region,
        standby.local(LocalParameter.DATABASE_ENDPOINT),
        GivenRegion.NAMES.noEndpoint(standby.position));
    for (GivenRegion place : java.util.List.of(shop.primary, shop.secondary)) {
      String name = place.local(LocalParameter.RECOVERY_POINT);
      place.create(
          "aws:ssm/parameter:Parameter", name, "name", name, "type", "String", "value", "{}");
    }
    shop.secondary.vpc.closeWayOut();
  }

  /** The rule that calls the marker, off: nothing leads out of its subnets. */
  static Resource markerRule(TwoRegionShop shop) {
    String name = GivenRegion.NAMES.function(io.pharos.recovery.contract.RecoveryFunction.MARKER);
    return shop.secondary.create(
        "aws:cloudwatch/eventRule:EventRule",
        name,
        "name",
        name,
        "scheduleExpression",
        "rate(1 minute)",
        "state",
        "DISABLED");
  }

  static Resource replicate(TwoRegionShop shop) {
    return shop.secondary.create(
        "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
        "database-backups",
        "sourceDbInstanceArn",
        shop.primary.database.string("arn"),
        "kmsKeyId",
        shop.secondary.key.string("arn"),
        "retentionPeriod",
        7);
  }

  /** The beacon has seen the peer's writer, and the first uploads have arrived. */
  static TwoRegionShop seen(TwoRegionShop shop) {
    shop.pass(Duration.ofMinutes(12));
    shop.deliver(io.pharos.recovery.contract.RecoveryFunction.BEACON).of(java.util.Map.of());
    return shop;
  }
}
