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

class LoadBalancerTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void withCertificate_servesHttpsAndRedirectsHttp() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("Listener/load-balancer-https"))
        .containsEntry("port", 443.0)
        .containsEntry("protocol", "HTTPS")
        .containsEntry("sslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06")
        .containsEntry("certificateArn", "arn:certificate");
    assertThat(aws.inputs("Listener/load-balancer-http").get("defaultActions"))
        .asString()
        .contains("redirect", "HTTP_301");
    assertThat(aws.inputs("ListenerRule/load-balancer-takeover"))
        .containsEntry("listenerArn", "arn:Listener-load-balancer-https");
  }

  @Test
  void withoutCertificate_servesHttp() {
    deploy(new ExampleConfiguration().at("routing/certificate", null));

    assertThat(aws.named("Listener")).containsExactly("load-balancer-http");
    assertThat(aws.inputs("Listener/load-balancer-http").get("defaultActions"))
        .isEqualTo(
            List.of(Map.of("type", "forward", "targetGroupArn", "arn:TargetGroup-load-balancer")));
    assertThat(aws.inputs("ListenerRule/load-balancer-takeover"))
        .containsEntry("listenerArn", "arn:Listener-load-balancer-http");
  }

  @Test
  void takeover_isDeniedAtFirstAndThenTheRuntimes() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("ListenerRule/load-balancer-takeover"))
        .containsEntry("priority", 1.0)
        .containsEntry(
            "conditions",
            List.of(Map.of("pathPattern", Map.of("values", List.of("/.pharos/takeover")))))
        .containsEntry(
            "actions",
            List.of(
                Map.of(
                    "type",
                    "fixed-response",
                    "fixedResponse",
                    Map.of(
                        "contentType",
                        "text/plain",
                        "messageBody",
                        "nothing claimed",
                        "statusCode",
                        "410"))));
    assertThat(aws.options("ListenerRule/load-balancer-takeover").getIgnoreChanges())
        .containsExactly("actions");
  }

  @Test
  void connections_areShortSoThatClientsFollowDns() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("LoadBalancer/load-balancer"))
        .containsEntry("name", "shop-prod-app")
        .containsEntry("clientKeepAlive", 60.0)
        .containsEntry("dropInvalidHeaderFields", true)
        .containsEntry("enableDeletionProtection", true)
        .containsEntry("securityGroups", List.of("SecurityGroup-network-load-balancer"));
  }

  @Test
  void targets_areCheckedQuickly() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("TargetGroup/load-balancer"))
        .containsEntry("port", 8080.0)
        .containsEntry("targetType", "instance")
        .containsEntry("deregistrationDelay", 30.0);
    assertThat(aws.inputs("TargetGroup/load-balancer").get("healthCheck"))
        .asString()
        .contains("path=/healthz", "interval=5.0", "healthyThreshold=2.0");
  }

  private void deploy(ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), Position.PRIMARY);
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          region.loadBalancer(region.network());
        });
  }
}
