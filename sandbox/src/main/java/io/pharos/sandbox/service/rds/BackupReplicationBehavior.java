package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;

/**
 * The replication of a database's automated backups as {@code
 * aws_db_instance_automated_backups_replication} manages it, in the Region that they go to. One
 * that was stopped is gone for the provider, whatever is still kept of it.
 */
final class BackupReplicationBehavior implements Behavior {
  static final String TYPE =
      "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication";

  private final AutomatedBackups backups;

  BackupReplicationBehavior(AutomatedBackups backups) {
    this.backups = backups;
  }

  @Override
  public void create(Resource wanted) {
    Resource backup =
        backups.replicate(
            wanted.region(),
            new BackupRules.Wanted(
                wanted.string("sourceDbInstanceArn"),
                wanted.string("kmsKeyId"),
                wanted.integer("retentionPeriod")));
    wanted.id(backup.id());
    if (backup.has("kmsKeyId") && !backup.string("kmsKeyId").isEmpty()) {
      wanted.set("kmsKeyId", backup.string("kmsKeyId"));
    }
  }

  @Override
  public void delete(Resource resource) {
    backups
        .replicating(resource.region(), resource.string("sourceDbInstanceArn"))
        .ifPresent(
            backup -> backups.stop(resource.region(), resource.string("sourceDbInstanceArn")));
  }

  @Override
  public void start(Resource resource) {
    backups.find(resource.region(), resource.id()).ifPresent(backups::start);
  }
}
