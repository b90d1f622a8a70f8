package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsersEntranceTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void activeRegion_letsUsersIn_untilTheRuntimeSaysOtherwise() {
    deploy("accelerator", Position.PRIMARY);

    assertThat(aws.inputs("ListenerRule/users-entrance"))
        .containsEntry("listenerArn", "arn:Listener-load-balancer-https")
        .containsEntry("priority", 3.0)
        .containsEntry("conditions", hosts("shop.example.com"))
        .containsEntry("actions", forward("arn:TargetGroup-load-balancer"));
    assertThat(aws.options("ListenerRule/users-entrance").getIgnoreChanges())
        .containsExactly("actions");
  }

  @Test
  void standby_leadsThemToATargetGroupThatNeverHasATarget() {
    deploy("accelerator", Position.SECONDARY);

    assertThat(aws.inputs("ListenerRule/users-entrance"))
        .containsEntry("actions", forward("arn:TargetGroup-users-entrance-closed"));
    assertThat(aws.inputs("TargetGroup/users-entrance-closed"))
        .containsEntry("name", "shop-prod-off");
  }

  @Test
  void acceleratorBesideRoute53_hasANameOfItsOwn() {
    deploy("both", Position.PRIMARY);

    assertThat(aws.inputs("ListenerRule/users-entrance"))
        .containsEntry("conditions", hosts("shop.example.com", "accelerator.shop.example.com"));
  }

  private static Object hosts(String... hosts) {
    return List.of(Map.of("hostHeader", Map.of("values", List.of(hosts))));
  }

  private static Object forward(String targetGroup) {
    return List.of(Map.of("type", "forward", "targetGroupArn", targetGroup));
  }

  private void deploy(String via, Position position) {
    ExampleConfiguration configuration =
        new ExampleConfiguration().at("routing/via", "'" + via + "'");
    Site site = new Site(configuration.read(), position);
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          Network network = region.network();
          new UsersEntrance(
              "users-entrance",
              new UsersEntranceArgs(site, network, region.loadBalancer(network)),
              options);
        });
  }
}
