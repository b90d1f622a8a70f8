package io.pharos.sandbox.recovery;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.backup.BackupTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import java.util.List;
import java.util.Map;

/** The shop with AWS Backup: a vault in each Region, and the primary's database copied nightly. */
final class GivenVaults {
  private static final String ROLE = "shop-prod-backup";
  private static final String POLICY =
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup";

  private GivenVaults() {}

  /** Before any function is deployed. */
  static TwoRegionShop in(TwoRegionShop shop) {
    shop.primaryRuntime.vault();
    shop.secondaryRuntime.vault();
    vault(shop.primary);
    Resource copies = vault(shop.secondary);
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
    Resource plan =
        shop.primary.create(
            BackupTypes.PLAN,
            "backup",
            "name",
            "shop-prod-backup",
            "rules",
            List.of(
                Map.of(
                    "ruleName",
                    "daily",
                    "targetVaultName",
                    GivenRegion.NAMES.backupVault(),
                    "schedule",
                    "cron(0 6 * * ? *)",
                    "startWindow",
                    60,
                    "completionWindow",
                    720,
                    "lifecycle",
                    Map.of("deleteAfter", 7),
                    "copyActions",
                    List.of(
                        Map.of(
                            "destinationVaultArn",
                            copies.string("arn"),
                            "lifecycle",
                            Map.of("deleteAfter", 7))))));
    shop.primary.create(
        BackupTypes.SELECTION,
        "backup",
        "name",
        "shop-prod-backup",
        "planId",
        plan.id(),
        "iamRoleArn",
        role.string("arn"),
        "resources",
        List.of(shop.primary.database.string("arn")));
    return shop;
  }

  private static Resource vault(GivenRegion place) {
    return place.create(
        BackupTypes.VAULT,
        "vault",
        "name",
        GivenRegion.NAMES.backupVault(),
        "kmsKeyArn",
        place.key.string("arn"));
  }
}
