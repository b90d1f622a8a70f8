package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.RuleAction;

class Ec2Test {
  private final GivenAccount given = new GivenAccount();
  private final GivenNetwork network = new GivenNetwork(given);
  private final Ec2 ec2 = given.world.service(Ec2.class);
  private final Ec2Client client =
      given.world.bareClient(
          Ec2Client.class, GivenAccount.REGION, Caller.operator(given.world.clock()));

  @Test
  void lets_the_application_reach_the_database() {
    assertThat(ec2.blocked(network.app(), network.database(), 3306)).isEmpty();
  }

  @Test
  void names_the_group_that_lacks_a_rule() {
    assertThat(ec2.blocked(network.balancer(), network.database(), 3306))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains(network.balancerGroup.id() + " (balancer) has no egress rule")
                    .contains("3306")
                    .contains("(database)"));
    NetworkSource open =
        new NetworkSource(
            GivenAccount.REGION,
            network.privateSubnets,
            List.of(network.group("open").id(), network.appGroup.id()));
    assertThat(ec2.blocked(open, network.database(), 3306)).isEmpty();
  }

  @Test
  void a_rule_that_is_taken_away_closes_the_path() {
    assertThat(ec2.blocked(network.balancer(), network.app(), 8080)).isEmpty();

    given.delete(network.appFromBalancer);

    assertThat(ec2.blocked(network.balancer(), network.app(), 8080))
        .hasValueSatisfying(why -> assertThat(why).contains("(app) has no ingress rule for 8080"));
  }

  @Test
  void a_custom_network_acl_denies_until_both_directions_are_allowed() {
    Resource acl = network.networkAcl("isolated", network.isolatedSubnets);
    assertThat(ec2.blocked(network.app(), network.database(), 3306))
        .hasValueSatisfying(why -> assertThat(why).contains("has no entry that allows ingress"));

    network.aclRule(acl, false, 100, "allow", "10.0.0.0/16", 3306, 3306);
    assertThat(ec2.blocked(network.app(), network.database(), 3306))
        .hasValueSatisfying(why -> assertThat(why).contains("egress of ports 1024-65535"));

    network.aclRule(acl, true, 100, "allow", "10.0.0.0/16", 1024, 65535);
    assertThat(ec2.blocked(network.app(), network.database(), 3306)).isEmpty();
  }

  @Test
  void an_entry_made_through_the_api_fences_and_leaves_the_rules_of_the_program_alone() {
    Resource acl = network.networkAcl("isolated", network.isolatedSubnets);
    Resource allow = network.aclRule(acl, false, 100, "allow", "10.0.0.0/16", 0, 65535);
    network.aclRule(acl, true, 100, "allow", "10.0.0.0/16", 0, 65535);

    fence(acl);

    assertThat(ec2.blocked(network.app(), network.database(), 3306))
        .hasValueSatisfying(why -> assertThat(why).contains("(entry 10)"));
    assertThat(given.read(allow).string("ruleAction")).isEqualTo("allow");
    assertThat(acl.list("ingress")).hasSize(2);
    NetworkAcl described =
        client.describeNetworkAcls(r -> r.networkAclIds(acl.id())).networkAcls().get(0);
    assertThat(described.entries())
        .filteredOn(entry -> !entry.egress())
        .extracting(entry -> entry.ruleNumber())
        .containsExactly(10, 100, 32767);

    client.deleteNetworkAclEntry(r -> r.networkAclId(acl.id()).ruleNumber(10).egress(false));
    assertThat(ec2.blocked(network.app(), network.database(), 3306)).isEmpty();
  }

  @Test
  void an_entry_is_made_once() {
    Resource acl = network.networkAcl("isolated", network.isolatedSubnets);
    fence(acl);
    refused("NetworkAclEntryAlreadyExists", () -> fence(acl));
    refused(
        "InvalidNetworkAclEntry.NotFound",
        () ->
            client.deleteNetworkAclEntry(
                r -> r.networkAclId(acl.id()).ruleNumber(11).egress(false)));
  }

  @Test
  void private_subnets_reach_the_world_through_nat_only() {
    assertThat(ec2.internetBlocked(network.app(), 443)).isEmpty();
    assertThat(ec2.awsBlocked(network.app(), "ssm")).isEmpty();

    given.delete(network.natRoute);

    assertThat(ec2.internetBlocked(network.app(), 443))
        .hasValueSatisfying(why -> assertThat(why).contains("(private-a) has no route"));
  }

  @Test
  void an_endpoint_replaces_the_way_out() {
    given.delete(network.natRoute);
    Resource group = network.group("endpoints");
    network.rule(
        false, "endpoints-app", group, 443, "referencedSecurityGroupId", network.appGroup.id());
    network.create(
        Ec2Types.VPC_ENDPOINT,
        "ssm",
        "vpcId",
        network.vpc.id(),
        "serviceName",
        "com.amazonaws.eu-west-1.ssm",
        "vpcEndpointType",
        "Interface",
        "privateDnsEnabled",
        true,
        "subnetIds",
        network.privateSubnets,
        "securityGroupIds",
        List.of(group.id()));

    assertThat(ec2.awsBlocked(network.app(), "ssm")).isEmpty();
    assertThat(ec2.awsBlocked(network.app(), "secretsmanager")).isPresent();
  }

  @Test
  void users_reach_public_subnets_through_the_gateway() {
    assertThat(ec2.fromInternetBlocked(network.balancer(), 443)).isEmpty();
    assertThat(ec2.fromInternetBlocked(network.balancer(), 8443))
        .hasValueSatisfying(why -> assertThat(why).contains("no ingress rule for 8443"));
    NetworkSource hidden =
        new NetworkSource(
            GivenAccount.REGION, network.privateSubnets, List.of(network.balancerGroup.id()));
    assertThat(ec2.fromInternetBlocked(hidden, 443))
        .hasValueSatisfying(why -> assertThat(why).contains("no route to 0.0.0.0/0"));
  }

  @Test
  void refuses_what_aws_refuses() {
    refused("InvalidVpcID.NotFound", () -> subnet("vpc-0", "10.0.99.0/24", "eu-west-1a"));
    refused(
        "InvalidSubnet.Conflict", () -> subnet(network.vpc.id(), "10.0.0.128/25", "eu-west-1a"));
    refused("InvalidSubnet.Range", () -> subnet(network.vpc.id(), "10.9.0.0/24", "eu-west-1a"));
    refused(
        "InvalidParameterValue", () -> subnet(network.vpc.id(), "10.0.99.0/24", "eu-central-1a"));
    refused(
        "InvalidPermission.Duplicate",
        () -> network.rule(false, "again", network.balancerGroup, 80, "cidrIpv4", "0.0.0.0/0"));
    refused("InvalidGroup.Duplicate", () -> network.group("app"));
    refused("DependencyViolation", () -> given.delete(network.vpc));
    refused("DependencyViolation", () -> given.delete(network.appGroup));
  }

  @Test
  void subnets_fall_back_to_the_default_network_acl() {
    Resource acl = network.networkAcl("isolated", network.isolatedSubnets);

    given.delete(acl);

    assertThat(ec2.blocked(network.app(), network.database(), 3306)).isEmpty();
  }

  private void fence(Resource acl) {
    client.createNetworkAclEntry(
        r ->
            r.networkAclId(acl.id())
                .ruleNumber(10)
                .egress(false)
                .protocol("-1")
                .ruleAction(RuleAction.DENY)
                .cidrBlock("10.0.10.0/24"));
  }

  private void subnet(String vpc, String cidr, String zone) {
    network.create(
        Ec2Types.SUBNET, cidr, "vpcId", vpc, "cidrBlock", cidr, "availabilityZone", zone);
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Ec2Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
