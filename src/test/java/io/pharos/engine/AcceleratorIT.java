package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import io.pharos.world.Web;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Users led by an accelerator: given to a running system, through a takeover, and taken away. */
class AcceleratorIT {
  private static final List<String> TYPES =
      List.of(
          AcceleratorTypes.ACCELERATOR, AcceleratorTypes.LISTENER, AcceleratorTypes.ENDPOINT_GROUP);

  @Test
  void aRunningSystemIsGivenOne_takenOverThroughIt_andNothingOfItIsLeft() throws Exception {
    try (CopiedStage stage = CopiedStage.open("accelerator")) {
      stage.cloud().pass(Duration.ofMinutes(12));
      via(stage, "accelerator", StackName.upOrder());
      assertThat(served(stage, "shop.example.com")).isEqualTo("200 eu-west-1");
      for (StackName name : StackName.values()) {
        assertThat(stage.deployment().plan(name).changes()).as(name.word()).isEmpty();
      }

      stage.failedOver();
      assertThat(served(stage, "shop.example.com")).isEqualTo("200 eu-central-1");
      assertThat(dials(stage)).isEqualTo(Map.of("eu-west-1", 0.0, "eu-central-1", 100.0));
      assertThat(stage.cloud().deploymentFaults()).isEmpty();

      // What leads there goes before what it leads to.
      via(stage, "dns", List.of(StackName.GLOBAL, StackName.PRIMARY));
      stage.cloud().pass(Duration.ofMinutes(2));
      assertThat(served(stage, "shop.example.com")).isEqualTo("200 eu-central-1");
      assertThat(TYPES).allSatisfy(type -> assertThat(list(stage, type)).isEmpty());
      assertThat(stage.account().list("aws:lb/targetGroup:TargetGroup", "eu-west-1"))
          .noneMatch(group -> group.string("name").equals("shop-prod-off"));
    }
  }

  private static void via(CopiedStage stage, String word, List<StackName> order)
      throws IOException {
    for (StackName name : StackName.values()) {
      ObjectNode routing =
          (ObjectNode)
              Json.MAPPER.readTree(stage.deployment().configuration(name).get("pharos:routing"));
      routing.put("via", word);
      stage.deployment().configure(name, "pharos:routing", routing.toString());
    }
    order.forEach(stage.deployment()::up);
    stage.cloud().pass(Duration.ofMinutes(1));
  }

  private static String served(CopiedStage stage, String name) throws Web.NoReply {
    Web web = stage.cloud().web();
    Web.Reply reply = web.send(web.resolve(name).orElseThrow(), "https", name, "GET", "/healthz");
    return reply.status() + " " + reply.region();
  }

  private static Map<String, Object> dials(CopiedStage stage) {
    Map<String, Object> dials = new TreeMap<>();
    list(stage, AcceleratorTypes.ENDPOINT_GROUP)
        .forEach(
            group ->
                dials.put(
                    group.string("endpointGroupRegion"), group.value("trafficDialPercentage")));
    return dials;
  }

  private static List<Resource> list(CopiedStage stage, String type) {
    return stage.account().list(type, Account.GLOBAL);
  }
}
