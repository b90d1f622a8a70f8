package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.UniqueId;
import io.pharos.sandbox.service.iam.ServiceLinkedRole;

/**
 * What a plan backs up, and as which role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html">CreateBackupSelection</a>
 */
public final class Selections implements Behavior {
  private final World world;

  public Selections(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource selection) {
    String plan = selection.string("planId");
    if (world.account().find(BackupTypes.PLAN, selection.region(), plan).isEmpty()) {
      throw BackupRefusal.none("Cannot find Backup plan with ID " + plan);
    }
    String name = selection.string("name");
    if (!name.matches("[a-zA-Z0-9._-]{1,50}")) {
      throw BackupRefusal.value("Invalid selection name: " + name);
    }
    String role = selection.string("iamRoleArn");
    Iam iam = world.service(Iam.class);
    if (iam.role(role).isEmpty() || !iam.canAssume(role, BackupTypes.SERVICE)) {
      throw BackupRefusal.value("IAM Role " + role + " cannot be assumed by AWS Backup");
    }
    if (!selection.maps("selectionTags").isEmpty() || !selection.maps("conditions").isEmpty()) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate selections by tags and conditions");
    }
    if (selection.strings("resources").isEmpty()) {
      throw BackupRefusal.value("Invalid selection conditions: nothing is selected");
    }
    for (String arn : selection.strings("resources")) {
      if (!arn.matches("arn:aws:(rds:[a-z0-9-]+:\\d{12}:db:[a-z0-9-]+|s3:::[a-z0-9.-]+)")) {
        throw BackupRefusal.value("Invalid resource ARN: " + arn);
      }
    }
    boolean taken =
        world
            .account()
            .first(
                BackupTypes.SELECTION,
                selection.region(),
                other -> other.string("planId").equals(plan) && other.string("name").equals(name))
            .isPresent();
    if (taken) {
      throw BackupRefusal.exists("Backup selection with the same name already exists");
    }
    ServiceLinkedRole.BACKUP.ensure(world.account());
    selection.id(UniqueId.of("selection", selection.region(), plan, name));
  }
}
