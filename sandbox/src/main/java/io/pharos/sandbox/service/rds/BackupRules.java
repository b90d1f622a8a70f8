package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;

/** What RDS checks before it replicates automated backups to a Region. */
final class BackupRules {
  private static final int DAYS_MAX = 35;

  private final World world;
  private final Databases databases;

  /**
   * What is asked for.
   *
   * @param kmsKeyId of the Region that the backups go to; empty for a source that is not encrypted
   */
  record Wanted(String sourceArn, String kmsKeyId, int retentionDays) {}

  BackupRules(World world, Databases databases) {
    this.world = world;
    this.databases = databases;
  }

  /** Returns the source, or refuses. */
  Resource check(String region, Wanted wanted) {
    String arn = wanted.sourceArn();
    if (arn.isEmpty()) {
      throw RdsRefusal.of(
          "MissingParameter", "The request must contain the parameter SourceDBInstanceArn.");
    }
    Resource source =
        world
            .account()
            .byArn(Databases.INSTANCE, arn)
            .orElseThrow(() -> RdsRefusal.noInstance(arn));
    if (source.region().equals(region)) {
      throw RdsRefusal.value(
          "The source DB instance must be in another Region than " + region + ".");
    }
    if (!world.faults().reaches(region, source.region())) {
      throw RdsRefusal.unreached(source.region());
    }
    if (wanted.retentionDays() < 1 || wanted.retentionDays() > DAYS_MAX) {
      throw RdsRefusal.value("Invalid backup retention period: " + wanted.retentionDays());
    }
    if (Databases.replica(source) || source.integer("backupRetentionPeriod") == 0) {
      throw RdsRefusal.state(
          "Automated backups are not enabled for DB instance " + source.string("identifier") + ".");
    }
    if (!source.string("status").equals("available")) {
      throw RdsRefusal.state(
          "DB instance " + source.string("identifier") + " is not in available state.");
    }
    checkKey(region, source, wanted.kmsKeyId());
    return source;
  }

  private void checkKey(String region, Resource source, String key) {
    if (!source.flag("storageEncrypted")) {
      return;
    }
    if (key.isEmpty()) {
      throw RdsRefusal.combination(
          "KmsKeyId must be specified to replicate the automated backups of an encrypted DB"
              + " instance.");
    }
    Kms kms = world.service(Kms.class);
    if (kms.key(region, key).isEmpty() && !kms.managedByAws(region, key)) {
      throw RdsRefusal.key(key, region);
    }
  }
}
