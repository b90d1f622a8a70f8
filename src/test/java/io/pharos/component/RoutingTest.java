package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void users_followPrimaryThenSecondary_withoutLookingAtTargets() {
    deploy(new ExampleConfiguration());

    for (String position : List.of("primary", "secondary")) {
      assertThat(aws.inputs("Record/routing-users-" + position))
          .containsEntry("name", "shop.example.com")
          .containsEntry("setIdentifier", position)
          .containsEntry(
              "failoverRoutingPolicies", List.of(Map.of("type", position.toUpperCase())));
      assertThat(aws.inputs("Record/routing-users-" + position).get("aliases"))
          .asString()
          .contains(position + ".elb", "evaluateTargetHealth=false");
    }
    assertThat(aws.inputs("Record/routing-users-primary"))
        .containsEntry("healthCheckId", "HealthCheck-routing-primary-serves");
    assertThat(aws.inputs("Record/routing-users-secondary"))
        .containsEntry("healthCheckId", "HealthCheck-routing-reclaimed");
  }

  @Test
  void regionalNames_leadToOneRegionAlways() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("Record/routing-secondary"))
        .containsEntry("name", "secondary.shop.example.com")
        .doesNotContainKey("failoverRoutingPolicies");
  }

  @Test
  void rehearsals_haveANameInEachRegion_unlessTheyLookAtTheDatabaseOnly() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("Record/routing-rehearsal-secondary"))
        .containsEntry("name", "rehearsal-secondary.shop.example.com")
        .doesNotContainKey("failoverRoutingPolicies");
    assertThat(aws.inputs("Record/routing-rehearsal-primary").get("aliases"))
        .asString()
        .contains("primary.elb", "evaluateTargetHealth=false");
  }

  @Test
  void withoutRehearsalsOfCompute_thereAreNoNamesForThem() {
    deploy(new ExampleConfiguration().json("drills", "{'rehearsal':false}"));

    assertThat(aws.named("Record")).noneMatch(name -> name.contains("rehearsal"));
  }

  @Test
  void primaryServes_whileNeitherSignalSpeaks() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("HealthCheck/routing-primary-serves"))
        .containsEntry("type", "CALCULATED")
        .containsEntry("childHealthThreshold", 2.0)
        .containsEntry(
            "childHealthchecks",
            List.of("HealthCheck-routing-takeover-signal", "HealthCheck-routing-taken-over"));
    assertThat(aws.inputs("HealthCheck/routing-takeover-signal"))
        .containsEntry("fqdn", "secondary.shop.example.com")
        .containsEntry("resourcePath", "/.pharos/takeover")
        .containsEntry("invertHealthcheck", true)
        .containsEntry("requestInterval", 10.0)
        .containsEntry("failureThreshold", 2.0)
        .containsEntry("type", "HTTPS");
    assertThat(aws.inputs("HealthCheck/routing-taken-over"))
        .containsEntry("cloudwatchAlarmName", "secondary-alarm")
        .containsEntry("cloudwatchAlarmRegion", "eu-central-1")
        .containsEntry("insufficientDataHealthStatus", "LastKnownStatus");
    assertThat(aws.inputs("HealthCheck/routing-reclaimed"))
        .containsEntry("cloudwatchAlarmName", "primary-alarm")
        .containsEntry("cloudwatchAlarmRegion", "eu-west-1");
  }

  @Test
  void withoutCertificate_checksUseHttp() {
    deploy(new ExampleConfiguration().at("routing/certificate", null));

    assertThat(aws.inputs("HealthCheck/routing-takeover-signal"))
        .containsEntry("type", "HTTP")
        .containsEntry("port", 80.0);
  }

  @Test
  void users_areLedByTheAccelerator_andByNothingElse() {
    deploy(accelerated("accelerator"));

    assertThat(aws.inputs("Record/routing-users-primary"))
        .containsEntry("name", "shop.example.com")
        .containsEntry("failoverRoutingPolicies", List.of(Map.of("type", "PRIMARY")))
        .doesNotContainKey("healthCheckId");
    assertThat(aws.inputs("Record/routing-users-primary").get("aliases"))
        .asString()
        .contains("a1.awsglobalaccelerator.com", "Z2BJ6XQ5FK7U4H", "evaluateTargetHealth=false");
    assertThat(aws.named("Record"))
        .containsExactlyInAnyOrder("routing-primary", "routing-secondary", "routing-users-primary");
    assertThat(aws.named("HealthCheck")).containsExactly("routing-application");
  }

  @Test
  void both_leaveTheUsersNameToRoute53_andGiveTheAcceleratorAnother() {
    deploy(accelerated("both"));

    assertThat(aws.inputs("Record/routing-users-primary"))
        .containsEntry("healthCheckId", "HealthCheck-routing-primary-serves");
    assertThat(aws.inputs("Record/routing-accelerator"))
        .containsEntry("name", "accelerator.shop.example.com")
        .doesNotContainKey("setIdentifier");
    assertThat(aws.named("Record")).contains("routing-users-secondary");
  }

  @Test
  void accelerator_leadsToTheLoadBalancersAndItsDialsAreTheRuntimes() {
    deploy(accelerated("accelerator"));

    assertThat(aws.inputs("Accelerator/accelerator"))
        .containsEntry("name", "shop-prod")
        .containsEntry("enabled", true);
    assertThat(aws.inputs("Listener/accelerator").get("portRanges"))
        .isEqualTo(
            List.of(
                Map.of("fromPort", 80.0, "toPort", 80.0),
                Map.of("fromPort", 443.0, "toPort", 443.0)));
    assertThat(aws.inputs("EndpointGroup/accelerator-primary"))
        .containsEntry("endpointGroupRegion", "eu-west-1")
        .containsEntry("trafficDialPercentage", 100.0);
    assertThat(aws.inputs("EndpointGroup/accelerator-secondary"))
        .containsEntry("trafficDialPercentage", 0.0)
        .containsEntry(
            "endpointConfigurations",
            List.of(
                Map.of(
                    "endpointId",
                    "arn:balancer:secondary",
                    "weight",
                    128.0,
                    "clientIpPreservationEnabled",
                    false)));
    assertThat(aws.options("EndpointGroup/accelerator-primary").getIgnoreChanges())
        .containsExactly("trafficDialPercentage");
  }

  private static ExampleConfiguration accelerated(String via) {
    return new ExampleConfiguration().at("routing/via", "'" + via + "'");
  }

  private static Accelerator accelerator(Settings settings, ComponentResourceOptions options) {
    Map<Position, Accelerator.Endpoint> endpoints = new EnumMap<>(Position.class);
    for (Position position : Position.values()) {
      endpoints.put(
          position,
          new Accelerator.Endpoint(
              settings.regions().of(position), Output.of("arn:balancer:" + position.word())));
    }
    return new Accelerator("accelerator", settings, endpoints, options);
  }

  private void deploy(ExampleConfiguration configuration) {
    Settings settings = configuration.read();
    aws.run(
        (context, options) -> {
          Map<Position, Routing.Endpoint> endpoints = new EnumMap<>(Position.class);
          for (Position position : Position.values()) {
            endpoints.put(
                position,
                new Routing.Endpoint(
                    settings.regions().of(position),
                    Output.of(position.word() + ".elb"),
                    Output.of("Z" + position.word()),
                    Output.of(position.word() + "-alarm")));
          }
          Optional<Accelerator> accelerator =
              settings.routing().via().accelerates()
                  ? Optional.of(accelerator(settings, options))
                  : Optional.empty();
          new Routing("routing", settings, endpoints, accelerator, options);
        });
  }
}
