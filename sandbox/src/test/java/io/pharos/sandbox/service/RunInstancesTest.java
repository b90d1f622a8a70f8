package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;

/** An instance that no group looks after, behind a rule of its own host name. */
class RunInstancesTest {
  private static final String TEST_NAME = "try." + GivenAccount.DOMAIN;

  private final GivenShop shop = new GivenShop(0);
  private final Ec2Client ec2 = shop.given.client(Ec2Client.class);
  private final ElasticLoadBalancingV2Client balancing =
      shop.given.client(ElasticLoadBalancingV2Client.class);
  private final Resource targets =
      shop.network.create(
          ElbTypes.TARGET_GROUP,
          "try",
          "name",
          "shop-prod-try",
          "vpcId",
          shop.network.vpc.id(),
          "port",
          8080,
          "protocol",
          "HTTP",
          "healthCheck",
          Map.of("path", "/healthz", "interval", 10, "timeout", 5));

  RunInstancesTest() {
    shop.network.create(
        ElbTypes.LISTENER_RULE,
        "try",
        "listenerArn",
        shop.listener.id(),
        "priority",
        2,
        "conditions",
        List.of(Map.of("hostHeader", Map.of("values", List.of(TEST_NAME)))),
        "actions",
        List.of(Map.of("type", "forward", "targetGroupArn", targets.id())));
  }

  private RunInstancesRequest.Builder request() {
    return RunInstancesRequest.builder()
        .launchTemplate(of -> of.launchTemplateName("shop-prod-app").version("$Latest"))
        .subnetId(shop.network.privateSubnets.get(0))
        .minCount(1)
        .maxCount(1);
  }

  private Instance run(RunInstancesRequest.Builder request) {
    return ec2.runInstances(request.build()).instances().get(0);
  }

  private void register(Instance instance) {
    balancing.registerTargets(
        add -> add.targetGroupArn(targets.id()).targets(to -> to.id(instance.instanceId())));
  }

  private Instance look(Instance instance) {
    return ec2.describeInstances(get -> get.instanceIds(instance.instanceId()))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  private String send(String host, String path) {
    try {
      WebAnswer answer =
          shop.given
              .world
              .service(Internet.class)
              .request(
                  Caller.INTERNET, shop.balancer.string("dnsName"), host, "https", "GET", path, "");
      return answer.status() + " " + answer.body();
    } catch (WebUnreachable e) {
      return e.getMessage();
    }
  }

  @Test
  void an_instance_of_the_template_serves_who_asks_by_the_rules_host_and_nobody_else() {
    Instance instance = run(request());
    shop.boot();
    register(instance);
    shop.boot();

    assertThat(send(TEST_NAME, "/dbcheck")).isEqualTo("200 writable");
    assertThat(send(GivenAccount.DOMAIN, "/dbcheck"))
        .startsWith("503")
        .contains("Service Temporarily Unavailable");
  }

  @Test
  void what_the_request_says_stands_in_the_place_of_the_templates_user_data() {
    String other = GivenShop.USER_DATA.replace("local/database-endpoint", "other/endpoint");
    Instance instance =
        run(
            request()
                .userData(
                    Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8))));
    shop.boot();
    register(instance);
    shop.boot();

    assertThat(send(TEST_NAME, "/dbcheck"))
        .isEqualTo("503 database: the container's environment has no DATABASE_ENDPOINT");
  }

  @Test
  void tags_of_the_request_are_the_instances() {
    Instance instance =
        run(
            request()
                .tagSpecifications(
                    tags ->
                        tags.resourceType(ResourceType.INSTANCE)
                            .tags(tag -> tag.key("Name").value("try"))));

    assertThat(look(instance).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEqualTo("try"));
  }

  @Test
  void an_instance_that_does_not_run_yet_is_no_target() {
    Instance instance = run(request());

    assertThatThrownBy(() -> register(instance)).isInstanceOf(InvalidTargetException.class);
  }

  @Test
  void an_ended_instance_shuts_down_and_answers_nobody() {
    Instance instance = run(request());
    shop.boot();
    register(instance);
    shop.boot();

    ec2.terminateInstances(end -> end.instanceIds(instance.instanceId()));

    assertThat(look(instance).state().nameAsString()).isEqualTo("shutting-down");
    assertThat(send(TEST_NAME, "/healthz")).startsWith("504");
    shop.boot();
    assertThat(look(instance).state().nameAsString()).isEqualTo("terminated");
  }

  @Test
  void a_group_leaves_it_alone() {
    Instance instance = run(request());
    shop.given.update(shop.group, "desiredCapacity", 1);
    shop.given.pass(Duration.ofMinutes(10));
    shop.given.update(shop.group, "desiredCapacity", 0);
    shop.given.pass(Duration.ofMinutes(10));

    assertThat(look(instance).state().nameAsString()).isEqualTo("running");
  }

  @Test
  void without_capacity_it_is_refused_with_the_servers_fault() {
    shop.given
        .world
        .faults()
        .begin(new Faults.Disturbance(Trouble.CAPACITY_SHORT, GivenAccount.REGION, "ec2", 1));

    assertThatThrownBy(() -> run(request()))
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(500);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InsufficientInstanceCapacity");
            });
  }

  @Test
  void beyond_the_quota_it_is_refused_with_the_callers_fault() {
    shop.given
        .world
        .faults()
        .begin(
            new Faults.Disturbance(
                Trouble.QUOTA_SHORT, GivenAccount.REGION, ServiceQuotas.INSTANCES, 1));

    assertThatThrownBy(() -> run(request()))
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("VcpuLimitExceeded");
            });
  }

  @Test
  void what_the_sandbox_does_not_know_of_a_request_is_not_left_out() {
    assertThatThrownBy(() -> run(request().ebsOptimized(true)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("EbsOptimized");
  }
}
