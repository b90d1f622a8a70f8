package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

class LoadBalancingTest {
  private final GivenShop shop = new GivenShop(0);
  private final ElasticLoadBalancingV2Client client =
      shop.given.client(ElasticLoadBalancingV2Client.class);

  @Test
  void reads_back_what_aws_computes() {
    assertThat(shop.balancer.string("dnsName"))
        .matches("shop-prod-app-\\d{1,10}\\.eu-west-1\\.elb\\.amazonaws\\.com");
    assertThat(shop.balancer.string("zoneId")).isEqualTo("Z32O12XQLNTSW2");
    assertThat(shop.balancer.string("arnSuffix")).matches("app/shop-prod-app/[0-9a-f]{16}");
    assertThat(shop.targetGroup.string("arnSuffix"))
        .matches("targetgroup/shop-prod-app/[0-9a-f]{16}");
  }

  @Test
  void a_new_target_is_healthy_with_its_first_success_and_unhealthy_after_the_threshold() {
    shop.given.update(shop.group, "desiredCapacity", 1);
    shop.given.pass(Duration.ofMinutes(4));
    assertThat(health().targetHealth().stateAsString()).isEqualTo("healthy");

    shop.given
        .world
        .service(Ec2.class)
        .instances()
        .find(GivenAccount.REGION, health().target().id())
        .orElseThrow()
        .stopListening(8080);

    shop.given.pass(Duration.ofSeconds(19));
    assertThat(health().targetHealth().stateAsString()).isEqualTo("healthy");
    shop.given.pass(Duration.ofSeconds(12));
    assertThat(health().targetHealth().stateAsString()).isEqualTo("unhealthy");
    assertThat(health().targetHealth().reasonAsString()).isEqualTo("Target.FailedHealthChecks");
  }

  @Test
  void refuses_what_aws_refuses() {
    refused("DuplicateLoadBalancerName", () -> balancer("shop-prod-app", network()));
    refused("ValidationError", () -> balancer("a".repeat(33), network()));
    refused("ValidationError", () -> balancer("one", network().subList(0, 1)));
    refused("SubnetNotFound", () -> balancer("none", List.of("subnet-0", "subnet-1")));
    refused("ResourceInUse", () -> shop.given.delete(shop.targetGroup));
    refused("DuplicateListener", () -> listener(443, "HTTP"));
    refused("ValidationError", () -> listener(8443, "HTTPS"));
    rule("first", 1);
    refused("PriorityInUse", () -> rule("second", 1));
    shop.given.update(shop.balancer, "enableDeletionProtection", true);
    refused("OperationNotPermitted", () -> shop.given.delete(shop.balancer));
    assertThatThrownBy(() -> client.describeRules(r -> r.ruleArns("arn:none")))
        .isInstanceOf(RuleNotFoundException.class);
  }

  private TargetHealthDescription health() {
    return client
        .describeTargetHealth(r -> r.targetGroupArn(shop.targetGroup.id()))
        .targetHealthDescriptions()
        .get(0);
  }

  private List<String> network() {
    return shop.network.publicSubnets;
  }

  private void balancer(String name, List<String> subnets) {
    shop.network.create(ElbTypes.LOAD_BALANCER, name, "name", name, "subnets", subnets);
  }

  private void listener(int port, String protocol) {
    shop.network.create(
        ElbTypes.LISTENER,
        protocol,
        "loadBalancerArn",
        shop.balancer.id(),
        "port",
        port,
        "protocol",
        protocol,
        "defaultActions",
        List.of(Map.of("type", "forward", "targetGroupArn", shop.targetGroup.id())));
  }

  private Resource rule(String name, int priority) {
    return shop.network.create(
        ElbTypes.LISTENER_RULE,
        name,
        "listenerArn",
        shop.listener.id(),
        "priority",
        priority,
        "conditions",
        List.of(Map.of("pathPattern", Map.of("values", List.of("/x")))),
        "actions",
        List.of(Map.of("type", "forward", "targetGroupArn", shop.targetGroup.id())));
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
