package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.DynamoDb;
import io.pharos.sandbox.service.Sns;
import io.pharos.world.SandboxCloud;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Everything that an operation could change in a world, as lines that can be compared. */
final class WorldContent {
  private WorldContent() {}

  static List<String> of(SandboxCloud cloud, Settings settings) {
    World world = cloud.world();
    List<String> lines = new ArrayList<>();
    lines.add("time " + world.clock().instant());
    world
        .account()
        .all()
        .forEach(
            resource ->
                lines.add(
                    resource.type()
                        + " "
                        + resource.region()
                        + " "
                        + resource.id()
                        + " "
                        + resource.attributes()));
    lines.add("messages " + world.service(Sns.class).delivered().size());
    for (Position position : Position.values()) {
      String region = settings.regions().of(position);
      world
          .service(DynamoDb.class)
          .items(region, settings.names().table())
          .forEach(item -> lines.add(region + " " + item));
      lines.addAll(executions(cloud, region));
    }
    return lines;
  }

  private static List<String> executions(SandboxCloud cloud, String region) {
    SfnClient states = cloud.client(SfnClient.class, region);
    try {
      return states.listStateMachines(list -> {}).stateMachines().stream()
          .flatMap(
              machine ->
                  states
                      .listExecutions(list -> list.stateMachineArn(machine.stateMachineArn()))
                      .executions()
                      .stream())
          .map(Object::toString)
          .toList();
    } catch (SdkClientException e) {
      return List.of(region + " does not answer");
    }
  }
}
