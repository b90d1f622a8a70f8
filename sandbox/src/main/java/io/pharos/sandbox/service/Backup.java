package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.backup.BackupApi;
import io.pharos.sandbox.service.backup.BackupPlans;
import io.pharos.sandbox.service.backup.BackupTypes;
import io.pharos.sandbox.service.backup.Jobs;
import io.pharos.sandbox.service.backup.RecoveryPoints;
import io.pharos.sandbox.service.backup.RestoreJobs;
import io.pharos.sandbox.service.backup.RestoreTestingPlans;
import io.pharos.sandbox.service.backup.RestoreTestingSelections;
import io.pharos.sandbox.service.backup.Selections;
import io.pharos.sandbox.service.backup.VaultLocks;
import io.pharos.sandbox.service.backup.VaultPolicies;
import io.pharos.sandbox.service.backup.Vaults;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.backup.BackupClient;

/**
 * AWS Backup: vaults, and plans whose jobs run on the clock and leave recovery points of databases
 * and buckets, here and in other Regions; and restore testing, which restores some of them again.
 */
public final class Backup implements Service {
  private final RecoveryPoints points;
  private final Vaults vaults;
  private final RestoreJobs restores;
  private final Map<String, Behavior> behaviors;

  public Backup(World world) {
    this.points = new RecoveryPoints(world);
    this.vaults = new Vaults(world, points);
    this.restores = new RestoreJobs(world, points);
    this.behaviors =
        Map.of(
            BackupTypes.VAULT, vaults,
            BackupTypes.POLICY, new VaultPolicies(world),
            BackupTypes.LOCK, new VaultLocks(world),
            BackupTypes.PLAN, new BackupPlans(world, new Jobs(world, points)),
            BackupTypes.SELECTION, new Selections(world),
            BackupTypes.TESTING_PLAN, new RestoreTestingPlans(world, restores),
            BackupTypes.TESTING_SELECTION, new RestoreTestingSelections(world));
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        BackupClient.class, (region, caller) -> new BackupApi(vaults, points, restores, region));
  }
}
