package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestResult;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void vpc_isTheRemoteComponentWithTheZonesAndCidrOfTheRegion() {
    deploy(new ExampleConfiguration());

    Map<String, Object> vpc = aws.inputs("Vpc/network");
    assertThat(aws.find("Vpc/network").type).isEqualTo("awsx:ec2:Vpc");
    assertThat(vpc)
        .containsEntry("cidrBlock", "10.0.0.0/16")
        .containsEntry("numberOfAvailabilityZones", 2.0)
        .containsEntry("subnetStrategy", "Auto")
        .containsEntry("enableDnsHostnames", true)
        .containsEntry("natGateways", Map.of("strategy", "OnePerAz"));
    assertThat(vpc.get("subnetSpecs"))
        .isEqualTo(
            List.of(
                Map.of("type", "Public", "name", "public", "cidrMask", 24.0),
                Map.of("type", "Private", "name", "private", "cidrMask", 22.0),
                Map.of("type", "Isolated", "name", "isolated", "cidrMask", 24.0)));
  }

  @Test
  void toolsSubnets_lieAtTheEndOfEachZoneAndUseTheZonesNat() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("Subnet/network-tools-1"))
        .containsEntry("cidrBlock", "10.0.127.240/28")
        .containsEntry("availabilityZone", "eu-west-1a");
    assertThat(aws.inputs("Subnet/network-tools-2"))
        .containsEntry("cidrBlock", "10.0.255.240/28")
        .containsEntry("availabilityZone", "eu-west-1b");
    assertThat(aws.inputs("RouteTableAssociation/network-tools-2"))
        .containsEntry("routeTableId", "rtb-private-2");
  }

  @Test
  void interfaceEndpoints_areAnOption_openToApplicationAndToolsAlone() {
    deploy(new ExampleConfiguration().at("network/interfaceEndpoints", "true"));

    assertThat(aws.inputs("VpcEndpoint/network-ecr-api"))
        .containsEntry("serviceName", "com.amazonaws.eu-west-1.ecr.api")
        .containsEntry("vpcEndpointType", "Interface")
        .containsEntry("privateDnsEnabled", true)
        .containsEntry("subnetIds", List.of("private-1", "private-2", "private-3"))
        .containsEntry("securityGroupIds", List.of("SecurityGroup-network-endpoints"));
    assertThat(aws.inputs("VpcEndpoint/network-dynamodb"))
        .containsEntry("vpcEndpointType", "Gateway")
        .containsEntry("routeTableIds", List.of("rtb-private-1", "rtb-private-2"));
    for (String who : List.of("app", "tools")) {
      assertThat(aws.inputs("SecurityGroupIngressRule/network-" + who + "-to-endpoints"))
          .containsEntry("referencedSecurityGroupId", "SecurityGroup-network-" + who)
          .containsEntry("fromPort", 443.0);
    }
  }

  @Test
  void bucketEndpoint_hasTheRouteTablesOfPrivateAndIsolatedSubnets() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("VpcEndpoint/network-s3"))
        .containsEntry("serviceName", "com.amazonaws.eu-west-1.s3")
        .containsEntry("vpcEndpointType", "Gateway")
        .containsEntry(
            "routeTableIds",
            List.of("rtb-private-1", "rtb-isolated-1", "rtb-private-2", "rtb-isolated-2"));
  }

  @Test
  void securityGroups_openOnlyTheLoadBalancerToTheWorld() {
    deploy(new ExampleConfiguration());

    List<String> open =
        aws.named("SecurityGroupIngressRule").stream()
            .filter(name -> aws.inputs("SecurityGroupIngressRule/" + name).containsKey("cidrIpv4"))
            .toList();
    assertThat(open)
        .containsExactly(
            "network-world-to-load-balancer-http", "network-world-to-load-balancer-https");
    assertThat(open)
        .allSatisfy(
            name ->
                assertThat(aws.inputs("SecurityGroupIngressRule/" + name))
                    .containsEntry("securityGroupId", "SecurityGroup-network-load-balancer"));
  }

  @Test
  void securityGroups_letOnlyApplicationAndToolsReachTheDatabase() {
    deploy(new ExampleConfiguration());

    assertThat(
            aws.named("SecurityGroupIngressRule").stream()
                .map(name -> aws.inputs("SecurityGroupIngressRule/" + name))
                .filter(
                    rule -> rule.get("securityGroupId").equals("SecurityGroup-network-database"))
                .map(rule -> rule.get("referencedSecurityGroupId") + ":" + rule.get("fromPort")))
        .containsExactlyInAnyOrder(
            "SecurityGroup-network-app:3306.0", "SecurityGroup-network-tools:3306.0");
    assertThat(
            aws.named("SecurityGroupEgressRule").stream()
                .map(name -> aws.inputs("SecurityGroupEgressRule/" + name).get("securityGroupId")))
        .doesNotContain("SecurityGroup-network-database");
    assertThat(aws.inputs("SecurityGroup/network-database"))
        .containsEntry("name", "shop-prod-database");
  }

  @Test
  void securityGroups_withoutCertificateStayAt80() {
    deploy(new ExampleConfiguration().at("routing/certificate", null));

    assertThat(aws.named("SecurityGroupIngressRule"))
        .doesNotContain("network-world-to-load-balancer-https");
  }

  @Test
  void networkAcl_leavesRoomForFencesBelow100() {
    deploy(new ExampleConfiguration());

    Map<Boolean, List<String>> rules =
        aws.named("NetworkAclRule").stream()
            .map(name -> aws.inputs("NetworkAclRule/" + name))
            .collect(
                Collectors.groupingBy(
                    rule -> (Boolean) rule.get("egress"),
                    Collectors.mapping(
                        rule ->
                            rule.get("ruleNumber")
                                + " "
                                + rule.get("cidrBlock")
                                + " "
                                + rule.get("fromPort")
                                + "-"
                                + rule.get("toPort"),
                        Collectors.toList())));
    assertThat(rules.get(false))
        .containsExactlyInAnyOrder(
            "100.0 10.0.4.0/22 3306.0-3306.0",
            "110.0 10.0.132.0/22 3306.0-3306.0",
            "200.0 10.0.127.240/28 3306.0-3306.0",
            "210.0 10.0.255.240/28 3306.0-3306.0");
    assertThat(rules.get(true)).hasSize(4).allMatch(rule -> rule.endsWith("1024.0-65535.0"));
    assertThat(aws.inputs("NetworkAcl/network-isolated").get("subnetIds"))
        .isEqualTo(List.of("isolated-1", "isolated-2", "isolated-3"));
    assertThat(aws.options("NetworkAcl/network-isolated").getIgnoreChanges())
        .containsExactly("ingress", "egress");
  }

  @Test
  void everything_usesTheExplicitProvider() {
    TestResult result = deploy(new ExampleConfiguration());

    assertThat(aws.componentOptions("Vpc/network").getProviders())
        .extracting(provider -> provider.pulumiResourceName())
        .containsExactly("aws");
    assertThat(aws.componentOptions("Vpc/network").getVersion()).hasValue("2.22.0");
    assertThat(aws.providers()).singleElement().asString().contains("pulumi:providers:aws::aws");
    assertThat(aws.calls()).allSatisfy(call -> assertThat(call.provider).contains("aws::aws"));
    assertThat(result.resources())
        .filteredOn(resource -> resource.pulumiResourceType().equals("pharos:component:Network"))
        .hasSize(1);
  }

  @Test
  void outputs_tellWhatAFenceClosesOut() {
    var cidrs = new AtomicReference<List<String>>();
    aws.run(
        (context, options) ->
            new Region(site(new ExampleConfiguration()), options)
                .network()
                .privateSubnetCidrs()
                .applyValue(
                    value -> {
                      cidrs.set(value);
                      return value;
                    }));

    assertThat(cidrs.get()).containsExactly("10.0.4.0/22", "10.0.132.0/22");
  }

  private TestResult deploy(ExampleConfiguration configuration) {
    return aws.run((context, options) -> new Region(site(configuration), options).network());
  }

  private static Site site(ExampleConfiguration configuration) {
    return new Site(configuration.read(), Position.PRIMARY);
  }
}
