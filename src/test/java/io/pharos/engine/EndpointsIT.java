package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pulumi.automation.OperationType;
import io.pharos.config.Json;
import io.pharos.drill.RegionTable;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints of AWS's services in the network, as an option: what they are for. */
class EndpointsIT {
  private static final String REGION = "eu-central-1";
  private static final String ROUTE = "aws:ec2/route:Route";

  @Test
  void withEndpoints_aRegionReachesAwsWithoutNatGateways() throws IOException {
    try (CopiedStage stage = CopiedStage.open("endpoints")) {
      stage.cloud().pass(Duration.ofMinutes(12));
      int routes = removeNatRoutes(stage);
      assertThat(marked(stage)).as("the marker reads, without a way to the Internet").isFalse();

      ObjectNode network =
          (ObjectNode)
              Json.MAPPER.readTree(
                  stage.deployment().configuration(StackName.SECONDARY).get("pharos:network"));
      network.put("interfaceEndpoints", true);
      stage.deployment().configure(StackName.SECONDARY, "pharos:network", network.toString());
      // Nine endpoints, the gateway to DynamoDB, a group with two rules, and the routes again.
      assertThat(stage.deployment().up(StackName.SECONDARY).of(OperationType.CREATE))
          .isEqualTo(13 + routes);
      assertThat(stage.deployment().up(StackName.SECONDARY).counts().keySet())
          .containsOnly(OperationType.SAME);
      removeNatRoutes(stage);

      assertThat(marked(stage)).as("the same with endpoints").isTrue();
    }
  }

  /** Whether the marker of the standby, a function in its network, has read a row since. */
  private static boolean marked(CopiedStage stage) {
    Instant before = stage.cloud().clock().instant();
    stage.cloud().pass(Duration.ofMinutes(4));
    String read =
        new RegionTable(stage.cloud(), stage.settings().names(), REGION)
            .item("marker", "latest")
            .get("read");
    return Instant.parse(read).isAfter(before);
  }

  private static int removeNatRoutes(CopiedStage stage) {
    Account account = stage.cloud().world().account();
    List<Resource> routes =
        account.list(ROUTE, REGION).stream()
            .filter(route -> !route.string("natGatewayId").isEmpty())
            .toList();
    assertThat(routes).isNotEmpty();
    for (Resource route : routes) {
      stage.cloud().world().behavior(ROUTE).orElseThrow().delete(route);
      account.remove(route);
    }
    return routes.size();
  }
}
