package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RehearsalEntranceTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @BeforeEach
  void deploy() {
    Site site = new Site(new ExampleConfiguration().read(), Position.SECONDARY);
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          Network network = region.network();
          new RehearsalEntrance(
              "rehearsal",
              new RehearsalEntranceArgs(site, network, region.loadBalancer(network)),
              options);
        });
  }

  @Test
  void rule_takesRequestsForTheRehearsalsNameOnly_afterTheTakeovers() {
    assertThat(aws.inputs("ListenerRule/rehearsal"))
        .containsEntry("listenerArn", "arn:Listener-load-balancer-https")
        .containsEntry("priority", 2.0)
        .containsEntry(
            "conditions",
            List.of(
                Map.of(
                    "hostHeader",
                    Map.of("values", List.of("rehearsal-secondary.shop.example.com")))))
        .containsEntry(
            "actions",
            List.of(Map.of("type", "forward", "targetGroupArn", "arn:TargetGroup-rehearsal")));
  }

  @Test
  void targets_areLikeTheApplications() {
    Map<String, Object> own = aws.inputs("TargetGroup/load-balancer");
    Map<String, Object> rehearsed = aws.inputs("TargetGroup/rehearsal");

    assertThat(rehearsed).containsEntry("name", "shop-prod-try");
    assertThat(rehearsed.get("healthCheck")).isEqualTo(own.get("healthCheck"));
    assertThat(rehearsed.get("port")).isEqualTo(own.get("port"));
    assertThat(rehearsed.get("targetType")).isEqualTo(own.get("targetType"));
  }
}
