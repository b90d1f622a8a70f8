package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * What a rehearsal makes in a Region and Pulumi does not know, as long as it is there: of one that
 * is played, or of one that was killed. It keeps subnets and the subnet group from being deleted.
 *
 * @param name how AWS knows it
 * @param command what takes it away
 */
public record RehearsalLeftOver(String name, String command) {

  public static List<RehearsalLeftOver> of(Cloud cloud, Settings settings, Position position) {
    String region = settings.regions().of(position);
    String name = settings.names().rehearsalDatabase();
    List<RehearsalLeftOver> there = new ArrayList<>();
    RegionView view = new RegionView(cloud, settings, position);
    view.instances(name)
        .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
        .map(Instance::instanceId)
        .forEach(
            id ->
                there.add(
                    new RehearsalLeftOver(
                        id,
                        "aws ec2 terminate-instances --instance-ids "
                            + id
                            + " --region "
                            + region)));
    if (view.database(name).isPresent()) {
      there.add(
          new RehearsalLeftOver(
              name,
              "aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier "
                  + name
                  + " --region "
                  + region));
    }
    return there;
  }
}
