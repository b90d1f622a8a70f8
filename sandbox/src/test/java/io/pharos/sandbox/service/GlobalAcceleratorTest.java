package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.DOMAIN;
import static io.pharos.sandbox.service.GivenAccount.PEER_REGION;
import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import io.pharos.sandbox.service.elb.ElbTypes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;
import software.amazon.awssdk.services.globalaccelerator.model.AcceleratorStatus;

/** Where an accelerator leads users, what it holds for healthy, and what it refuses. */
class GlobalAcceleratorTest {
  private static final Duration NOTICED = Duration.ofSeconds(31);
  private static final Duration DEPLOYED = Duration.ofMinutes(4);

  private final GivenAccount aws = new GivenAccount();
  private final Resource primary = balancer(REGION);
  private final Resource secondary = balancer(PEER_REGION);
  private final Resource accelerator =
      aws.createIn(
          Account.GLOBAL,
          AcceleratorTypes.ACCELERATOR,
          "users",
          "name",
          "shop-prod",
          "enabled",
          true);
  private final Resource listener =
      aws.createIn(
          Account.GLOBAL,
          AcceleratorTypes.LISTENER,
          "users",
          "acceleratorArn",
          accelerator.id(),
          "protocol",
          "TCP",
          "portRanges",
          List.of(Map.of("fromPort", 443, "toPort", 443)));
  private final Resource primaryGroup = group(primary, 100);
  private final Resource secondaryGroup = group(secondary, 0);
  private final GlobalAcceleratorClient client = client(AcceleratorTypes.CONTROL_PLANE);

  private GlobalAcceleratorClient client(String region) {
    return aws.world.bareClient(
        GlobalAcceleratorClient.class, region, Caller.operator(aws.world.clock()));
  }

  /** It answers by itself, so that it is healthy until a rule leads to a group without targets. */
  private Resource balancer(String region) {
    String arn = "arn:aws:elasticloadbalancing:" + region + ":123456789012:loadbalancer/app/shop/1";
    Resource balancer = existing(region, ElbTypes.LOAD_BALANCER, arn);
    balancer.set("dnsName", "shop-1." + region + ".elb.amazonaws.com");
    existing(region, ElbTypes.LISTENER, arn + "/443")
        .set("loadBalancerArn", arn)
        .set("defaultActions", List.of(Map.of("type", "fixed-response")));
    return balancer;
  }

  private Resource existing(String region, String type, String arn) {
    Resource resource = new Resource(type, region, arn, new HashMap<>());
    resource.id(arn);
    resource.set("arn", arn);
    aws.world.account().add(resource);
    return resource;
  }

  private Resource group(Resource balancer, int dial) {
    return aws.createIn(
        Account.GLOBAL,
        AcceleratorTypes.ENDPOINT_GROUP,
        balancer.region(),
        "listenerArn",
        listener.id(),
        "endpointGroupRegion",
        balancer.region(),
        "trafficDialPercentage",
        (double) dial,
        "endpointConfigurations",
        List.of(Map.of("endpointId", balancer.id(), "weight", 128)));
  }

  private Resource close(Resource balancer) {
    Resource empty =
        existing(balancer.region(), ElbTypes.TARGET_GROUP, balancer.id() + "/no-targets");
    Resource rule =
        existing(balancer.region(), ElbTypes.LISTENER_RULE, balancer.id() + "/443/users")
            .set("listenerArn", balancer.id() + "/443")
            .set("priority", 3)
            .set("actions", List.of(Map.of("type", "forward", "targetGroupArn", empty.id())));
    return rule;
  }

  private void open(Resource rule) {
    aws.world.account().remove(rule);
  }

  private String led(String from) {
    try {
      return aws.world.service(GlobalAccelerator.class).route(accelerator, from, 443).region();
    } catch (WebUnreachable e) {
      return e.getMessage();
    }
  }

  private void lose(String region) {
    aws.world.faults().fail(region, Faults.Kind.DEAD);
    aws.pass(NOTICED);
  }

  private void dial(Resource group, float percent) {
    client.updateEndpointGroup(
        update -> update.endpointGroupArn(group.id()).trafficDialPercentage(percent));
  }

  @Test
  void users_are_led_to_the_group_whose_dial_lets_them_in_wherever_they_are() {
    assertThat(led(Caller.INTERNET)).isEqualTo(REGION);
    assertThat(led(PEER_REGION)).isEqualTo(REGION);
  }

  @Test
  void a_group_without_anything_healthy_is_left_whatever_the_other_dial_says_but_not_at_once() {
    aws.world.faults().fail(REGION, Faults.Kind.DEAD);

    assertThat(led(Caller.INTERNET)).isEqualTo(REGION);
    aws.pass(NOTICED);
    assertThat(led(Caller.INTERNET)).isEqualTo(PEER_REGION);

    aws.world.faults().heal(REGION);
    aws.pass(NOTICED);
    assertThat(led(Caller.INTERNET)).isEqualTo(REGION);
  }

  @Test
  void what_was_well_for_a_moment_only_is_soon_left_again() {
    for (int time = 1; time <= 200; time++) {
      lose(REGION);
      aws.world.faults().heal(REGION);
      aws.pass(Duration.ofSeconds(10));
      lose(REGION);

      assertThat(led(Caller.INTERNET)).as("time %d", time).isEqualTo(PEER_REGION);
    }
  }

  @Test
  void a_target_group_without_targets_makes_its_load_balancer_unhealthy() {
    Resource rule = close(primary);
    aws.pass(NOTICED);
    assertThat(led(Caller.INTERNET)).isEqualTo(PEER_REGION);

    open(rule);
    aws.pass(NOTICED);
    assertThat(led(Caller.INTERNET)).isEqualTo(REGION);
  }

  @Test
  void when_nothing_is_healthy_users_are_led_to_the_nearest() {
    close(secondary);
    lose(REGION);

    // As near as the alphabet: the sandbox has no map.
    assertThat(led(Caller.INTERNET)).isEqualTo(PEER_REGION);
  }

  @Test
  void a_dial_turns_when_it_is_deployed_and_lets_its_share_in() {
    dial(secondaryGroup, 100);
    assertThat(led(Caller.INTERNET)).isEqualTo(REGION);
    assertThat(client.listAccelerators(list -> {}).accelerators().get(0).status())
        .isEqualTo(AcceleratorStatus.IN_PROGRESS);

    aws.pass(DEPLOYED);
    assertThat(led(Caller.INTERNET)).isEqualTo(PEER_REGION);
    assertThat(client.listAccelerators(list -> {}).accelerators().get(0).status())
        .isEqualTo(AcceleratorStatus.DEPLOYED);

    dial(secondaryGroup, 25);
    aws.pass(DEPLOYED);
    int there = 0;
    for (int i = 0; i < 100; i++) {
      there += led(Caller.INTERNET).equals(PEER_REGION) ? 1 : 0;
    }
    assertThat(there).isEqualTo(25);
  }

  @Test
  void the_provider_sees_a_dial_that_was_turned_and_its_own_is_deployed_at_once() {
    dial(secondaryGroup, 60);

    assertThat(aws.read(secondaryGroup).value("trafficDialPercentage")).isEqualTo(60.0);
    aws.update(primaryGroup, "trafficDialPercentage", 0.0);
    aws.update(secondaryGroup, "trafficDialPercentage", 100.0);
    assertThat(led(Caller.INTERNET)).isEqualTo(PEER_REGION);
  }

  @Test
  void changes_need_the_region_of_the_control_plane_and_users_do_not() {
    assertThatThrownBy(() -> client(REGION).listAccelerators(list -> {}))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("UnknownHostException")
        .hasMessageContaining("globalaccelerator.eu-west-1.amazonaws.com");

    lose(AcceleratorTypes.CONTROL_PLANE);
    refused(
        "InternalServiceErrorException",
        () -> aws.update(primaryGroup, "trafficDialPercentage", 0.0));
    assertThat(led(Caller.INTERNET)).isEqualTo(REGION);
  }

  @Test
  void a_name_leads_to_an_accelerator_and_a_request_to_what_it_leads_to() {
    Resource zone = aws.world.account().list("aws:route53/zone:Zone").get(0);
    aws.createIn(
        Account.GLOBAL,
        "aws:route53/record:Record",
        "users",
        "zoneId",
        zone.id(),
        "name",
        DOMAIN,
        "type",
        "A",
        "aliases",
        List.of(
            Map.of(
                "name",
                accelerator.string("dnsName"),
                "zoneId",
                accelerator.string("hostedZoneId"),
                "evaluateTargetHealth",
                false)));

    assertThat(aws.world.service(Route53.class).resolve(DOMAIN).orElseThrow())
        .isEqualTo(new DnsAnswer(accelerator.string("dnsName"), 60));
    lose(REGION);
    lose(PEER_REGION);
    assertThatThrownBy(
            () ->
                aws.world
                    .service(Internet.class)
                    .get(Caller.INTERNET, "https://" + DOMAIN + "/", Duration.ofSeconds(5)))
        .isInstanceOf(WebUnreachable.class)
        .hasMessageContaining("cannot be reached from internet");
  }

  @Test
  void whoever_is_cut_off_does_not_reach_the_edges_and_other_ports_are_closed()
      throws WebUnreachable {
    aws.world.faults().fail(PEER_REGION, Faults.Kind.ISOLATED);

    assertThat(led(PEER_REGION)).contains("out of reach from eu-central-1");
    assertThatThrownBy(
            () ->
                aws.world
                    .service(GlobalAccelerator.class)
                    .route(accelerator, Caller.INTERNET, 8080))
        .hasMessageContaining("no port 8080");
    aws.update(accelerator, "enabled", false);
    assertThat(led(Caller.INTERNET)).contains("is switched off");
  }

  @Test
  void refuses_what_aws_refuses() {
    refused("AssociatedListenerFoundException", () -> aws.delete(accelerator));
    refused("AssociatedEndpointGroupFoundException", () -> aws.delete(listener));
    refused("EndpointGroupAlreadyExistsException", () -> group(primary, 100));
    refused("InvalidArgumentException", () -> dial(primaryGroup, 101));
    refused(
        "EndpointGroupNotFoundException",
        () ->
            client.updateEndpointGroup(
                update ->
                    update
                        .endpointGroupArn(listener.id() + "/endpoint-group/0")
                        .trafficDialPercentage(0f)));
    refused(
        "InvalidArgumentException",
        () ->
            aws.update(
                primaryGroup,
                "endpointConfigurations",
                List.of(Map.of("endpointId", secondary.id()))));
    refused(
        "InvalidPortRangeException",
        () ->
            aws.createIn(
                Account.GLOBAL,
                AcceleratorTypes.LISTENER,
                "again",
                "acceleratorArn",
                accelerator.id(),
                "protocol",
                "TCP",
                "portRanges",
                List.of(Map.of("fromPort", 400, "toPort", 500))));
    refused(
        "InvalidArgumentException",
        () ->
            aws.createIn(
                Account.GLOBAL,
                AcceleratorTypes.ACCELERATOR,
                "bad",
                "name",
                "-shop",
                "enabled",
                true));

    aws.delete(primaryGroup);
    aws.delete(secondaryGroup);
    aws.delete(listener);
    aws.delete(accelerator);
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            refusal -> assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
