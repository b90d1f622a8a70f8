package io.pharos.sandbox.service.backup;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a restore testing plan restores, as which role, and for how long the result stays.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingSelection.html">CreateRestoreTestingSelection</a>
 */
public final class RestoreTestingSelections implements Behavior {
  private static final int MOST_HOURS = 168;
  private static final int MOST_ARNS = 30;

  private final World world;

  public RestoreTestingSelections(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource selection) {
    String name = selection.string("name");
    if (!name.matches(RestoreTestingPlans.NAME)) {
      throw BackupRefusal.value("Invalid restore testing selection name: " + name);
    }
    Resource plan =
        world
            .account()
            .find(
                BackupTypes.TESTING_PLAN,
                selection.region(),
                selection.string("restoreTestingPlanName"))
            .orElseThrow(
                () ->
                    BackupRefusal.none(
                        "Cannot find restore testing plan "
                            + selection.string("restoreTestingPlanName")));
    if (of(world, plan).stream().anyMatch(other -> other.string("name").equals(name))) {
      throw BackupRefusal.exists("Restore testing selection with the same name already exists");
    }
    check(selection);
    selection.id(name);
  }

  @Override
  public void update(Resource selection, Map<String, Object> before) {
    check(selection);
  }

  /**
   * The provider asks for nothing where the ARNs alone have changed, and believes that they have.
   *
   * @see <a
   *     href="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/backup/restore_testing_selection.go">its
   *     Update</a>
   */
  @Override
  public void update(Resource selection, Map<String, Object> before, Map<String, Object> state) {
    boolean asks =
        Stream.of("iamRoleArn", "restoreMetadataOverrides", "validationWindowHours")
            .anyMatch(key -> !Objects.equals(selection.value(key), state.get(key)));
    if (asks) {
      update(selection, before);
    } else {
      selection.set("protectedResourceArns", before.get("protectedResourceArns"));
    }
  }

  private void check(Resource selection) {
    if (!selection.string("protectedResourceType").equals("RDS")) {
      throw new UnsupportedOperationException(
          "the sandbox tests restores of RDS only, not of "
              + selection.string("protectedResourceType"));
    }
    if (selection.has("protectedResourceConditions")) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate conditions of restore testing");
    }
    List<String> arns = selection.strings("protectedResourceArns");
    boolean wildcard = arns.contains("*");
    if (arns.isEmpty() || arns.size() > MOST_ARNS || wildcard && arns.size() > 1) {
      throw BackupRefusal.value("ProtectedResourceArns must be 1 to 30 ARNs, or the wildcard");
    }
    int hours = selection.integer("validationWindowHours");
    if (hours < 0 || hours > MOST_HOURS) {
      throw BackupRefusal.value("ValidationWindowHours must be between 0 and 168");
    }
    String role = selection.string("iamRoleArn");
    Iam iam = world.service(Iam.class);
    if (iam.role(role).isEmpty() || !iam.canAssume(role, BackupTypes.SERVICE)) {
      throw BackupRefusal.value("IAM Role " + role + " cannot be assumed by AWS Backup");
    }
    RestoreMetadata.check(selection.map("restoreMetadataOverrides"));
  }

  /** Those of a plan. */
  static List<Resource> of(World world, Resource plan) {
    return world.account().list(BackupTypes.TESTING_SELECTION, plan.region()).stream()
        .filter(selection -> selection.string("restoreTestingPlanName").equals(plan.id()))
        .toList();
  }
}
