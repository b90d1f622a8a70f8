package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

class DataPathTest {
  private static final String FULLY_FORMED = "You must use a valid fully-formed launch template. ";

  @Test
  void a_row_goes_from_the_user_to_the_database_and_back() {
    GivenShop shop = new GivenShop();
    shop.boot();

    assertThat(shop.send("GET", "/healthz")).isEqualTo("200 ok");
    assertThat(shop.send("GET", "/dbcheck")).isEqualTo("200 writable");
    assertThat(shop.send("GET", "/rows/7")).startsWith("404");
    assertThat(shop.send("PUT", "/rows/7")).startsWith("201");
    shop.given.pass(Duration.ofSeconds(1));
    assertThat(shop.send("GET", "/rows/7")).isEqualTo("200 7");
  }

  @Test
  void nothing_answers_before_the_instance_has_booted() {
    GivenShop shop = new GivenShop();

    assertThat(shop.send("GET", "/healthz")).startsWith("503");
    assertThat(shop.lastFailure()).contains("target group shop-prod-app has no targets");

    shop.given.pass(Duration.ofSeconds(80));
    assertThat(shop.send("GET", "/healthz")).startsWith("5");
    assertThat(shop.lastFailure()).contains("its user data has not run yet");
  }

  @Test
  void a_missing_rule_between_load_balancer_and_instance_is_named() {
    GivenShop shop = new GivenShop();
    shop.given.delete(shop.network.appFromBalancer);
    shop.boot();

    assertThat(shop.send("GET", "/healthz")).startsWith("504");
    assertThat(shop.lastFailure())
        .contains("connection to port 8080 blocked: security group")
        .contains("(app) has no ingress rule for 8080");
  }

  @Test
  void a_role_that_may_not_read_the_parameter_starts_nothing() {
    GivenShop shop = new GivenShop();
    shop.given.delete(shop.policy);
    shop.boot();

    assertThat(shop.send("GET", "/healthz")).startsWith("502");
    assertThat(shop.lastFailure())
        .contains("AccessDeniedException")
        .contains("is not authorized to perform: ssm:GetParameter");
  }

  @Test
  void without_a_way_out_user_data_ends_where_it_needs_one() {
    GivenShop shop = new GivenShop();
    shop.given.delete(shop.network.natRoute);
    shop.boot();

    assertThat(shop.send("GET", "/healthz")).startsWith("502");
    assertThat(shop.lastFailure())
        .contains("All mirrors were tried")
        .contains("has no route to 0.0.0.0/0");
  }

  @Test
  void a_fence_in_the_network_acl_cuts_the_application_from_its_database() {
    GivenShop shop = new GivenShop();
    var acl = shop.network.networkAcl("isolated", shop.network.isolatedSubnets);
    shop.network.aclRule(acl, false, 100, "allow", "10.0.0.0/16", 0, 65535);
    shop.network.aclRule(acl, true, 100, "allow", "10.0.0.0/16", 0, 65535);
    shop.boot();
    assertThat(shop.send("PUT", "/rows/1")).startsWith("201");

    shop.given
        .client(Ec2Client.class)
        .createNetworkAclEntry(
            entry ->
                entry
                    .networkAclId(acl.id())
                    .ruleNumber(1)
                    .egress(false)
                    .protocol("6")
                    .portRange(ports -> ports.from(3306).to(3306))
                    .ruleAction("deny")
                    .cidrBlock("10.0.10.0/23"));

    assertThat(shop.send("PUT", "/rows/2")).startsWith("503 database:");
    assertThat(shop.lastFailure()).contains("(entry 1)");
    assertThat(shop.send("GET", "/healthz")).isEqualTo("200 ok");
  }

  @Test
  void capacity_follows_the_api_and_refresh_sees_it() {
    GivenShop shop = new GivenShop(0);
    AutoScalingClient client = shop.given.client(AutoScalingClient.class);
    shop.boot();
    assertThat(members(client)).isEmpty();

    client.updateAutoScalingGroup(
        update -> update.autoScalingGroupName(shop.group.id()).minSize(2).desiredCapacity(2));
    shop.boot();

    assertThat(members(client))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.lifecycleStateAsString()).isEqualTo("InService"));
    assertThat(members(client))
        .extracting(software.amazon.awssdk.services.autoscaling.model.Instance::availabilityZone)
        .containsExactlyInAnyOrder("eu-west-1a", "eu-west-1b");
    assertThat(shop.given.read(shop.group).integer("desiredCapacity")).isEqualTo(2);
    assertThat(shop.given.read(shop.group).integer("minSize")).isEqualTo(2);

    client.updateAutoScalingGroup(
        update -> update.autoScalingGroupName(shop.group.id()).minSize(0).desiredCapacity(0));
    shop.boot();

    assertThat(members(client)).isEmpty();
    assertThat(shop.send("GET", "/healthz")).startsWith("503");
    assertThatThrownBy(
            () ->
                client.setDesiredCapacity(
                    set -> set.autoScalingGroupName(shop.group.id()).desiredCapacity(9)))
        .isInstanceOf(AutoScalingException.class)
        .hasMessageContaining("between the specified min size:0 and max size:4");
  }

  @Test
  void a_missing_image_is_a_failed_activity_that_is_tried_again() {
    GivenShop shop = new GivenShop(0);
    AutoScalingClient client = shop.given.client(AutoScalingClient.class);
    String image = shop.imageParameter.string("value");
    shop.imageParameter.set("value", "ami-00000000000000000");

    client.setDesiredCapacity(set -> set.autoScalingGroupName(shop.group.id()).desiredCapacity(1));
    shop.given.pass(Duration.ofMinutes(1));

    Activity newest = client.describeScalingActivities(r -> {}).activities().get(0);
    assertThat(newest.statusCode()).isEqualTo(ScalingActivityStatusCode.FAILED);
    assertThat(newest.statusMessage())
        .isEqualTo(FULLY_FORMED + "The image id '[ami-00000000000000000]' does not exist");

    shop.imageParameter.set("value", image);
    shop.boot();
    assertThat(shop.send("GET", "/healthz")).isEqualTo("200 ok");
  }

  @Test
  void an_instance_whose_application_died_is_replaced() {
    GivenShop shop = new GivenShop();
    shop.given.pass(Duration.ofMinutes(10));
    AutoScalingClient client = shop.given.client(AutoScalingClient.class);
    String first = members(client).get(0).instanceId();

    instance(shop, first).stopListening(8080);
    shop.given.pass(Duration.ofMinutes(6));

    assertThat(members(client)).extracting(each -> each.instanceId()).doesNotContain(first);
    assertThat(shop.send("GET", "/healthz")).isEqualTo("200 ok");
    assertThat(instance(shop, first).state()).isEqualTo(Instance.State.TERMINATED);
  }

  @Test
  void the_runtime_switches_the_answer_of_a_rule() {
    GivenShop shop = new GivenShop(0);
    var rule =
        shop.network.create(
            ElbTypes.LISTENER_RULE,
            "takeover",
            "listenerArn",
            shop.listener.id(),
            "priority",
            1,
            "conditions",
            List.of(Map.of("pathPattern", Map.of("values", List.of("/.pharos/takeover")))),
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
                        "standby",
                        "statusCode",
                        "404"))));
    assertThat(shop.send("GET", "/.pharos/takeover")).isEqualTo("404 standby");

    ElasticLoadBalancingV2Client client = shop.given.client(ElasticLoadBalancingV2Client.class);
    client.modifyRule(
        modify ->
            modify
                .ruleArn(rule.id())
                .actions(
                    Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(
                            fixed ->
                                fixed
                                    .contentType("text/plain")
                                    .messageBody("active")
                                    .statusCode("200"))
                        .build()));

    assertThat(shop.send("GET", "/.pharos/takeover")).isEqualTo("200 active");
    Rule described = client.describeRules(r -> r.ruleArns(rule.id())).rules().get(0);
    assertThat(described.actions().get(0).fixedResponseConfig().statusCode()).isEqualTo("200");
    assertThat(described.conditions().get(0).values()).containsExactly("/.pharos/takeover");
  }

  @Test
  void a_certificate_must_cover_the_name() {
    GivenShop shop = new GivenShop();
    assertThatThrownBy(
            () ->
                shop.given
                    .world
                    .service(Internet.class)
                    .get(
                        Caller.INTERNET,
                        "https://" + shop.balancer.string("dnsName") + "/healthz",
                        Duration.ofSeconds(5)))
        .isInstanceOf(WebUnreachable.class)
        .hasMessageContaining("does not cover " + shop.balancer.string("dnsName"));
  }

  @Test
  void a_dead_region_answers_nobody_and_comes_back() {
    GivenShop shop = new GivenShop();
    shop.boot();

    shop.given.world.faults().fail(GivenAccount.REGION, Faults.Kind.DEAD);
    shop.given.pass(Duration.ofMinutes(2));
    assertThat(shop.send("GET", "/healthz")).startsWith("connect timed out: eu-west-1");

    shop.given.world.faults().heal(GivenAccount.REGION);
    assertThat(shop.send("GET", "/healthz")).isEqualTo("200 ok");
  }

  private static List<software.amazon.awssdk.services.autoscaling.model.Instance> members(
      AutoScalingClient client) {
    return client.describeAutoScalingGroups(r -> {}).autoScalingGroups().get(0).instances();
  }

  private static Instance instance(GivenShop shop, String id) {
    return shop.given
        .world
        .service(Ec2.class)
        .instances()
        .find(GivenAccount.REGION, id)
        .orElseThrow();
  }
}
