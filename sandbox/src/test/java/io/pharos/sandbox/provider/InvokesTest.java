package io.pharos.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvokesTest {
  private static final String REGION = "eu-west-1";
  private static final String PASSWORD = "aws:secretsmanager/getRandomPassword:getRandomPassword";

  private final World world = TinyCloud.world();
  private final Invokes invokes = new Invokes(world);

  @Test
  void password_is_new_at_every_call_and_the_same_in_every_equal_world() {
    Object first = invokes.answer(PASSWORD, REGION, Map.of()).get("randomPassword");
    Object second = invokes.answer(PASSWORD, REGION, Map.of()).get("randomPassword");

    assertThat(first).isNotEqualTo(second);
    assertThat(new Invokes(TinyCloud.world()).answer(PASSWORD, REGION, Map.of()))
        .containsEntry("randomPassword", first);
  }

  @Test
  void password_obeys_what_is_excluded() {
    Object password =
        invokes
            .answer(
                PASSWORD,
                REGION,
                Map.of(
                    "passwordLength", 200, "excludePunctuation", true, "excludeCharacters", "abc"))
            .get("randomPassword");

    assertThat(password.toString()).hasSize(200).matches("[d-zA-Z0-9]+").containsPattern("[0-9]");
    assertThatThrownBy(() -> invokes.answer(PASSWORD, REGION, Map.of("passwordLength", 2)))
        .hasMessageContaining("InvalidParameterException");
  }

  @Test
  void hosted_zone_is_found_by_name_with_and_without_dot() {
    add("aws:route53/zone:Zone", Account.GLOBAL, "Z123", Map.of("name", "example.com"));

    for (String name : List.of("example.com", "example.com.")) {
      assertThat(invokes.answer("aws:route53/getZone:getZone", REGION, Map.of("name", name)))
          .containsEntry("zoneId", "Z123")
          .containsEntry("privateZone", false);
    }
    assertThatThrownBy(
            () ->
                invokes.answer("aws:route53/getZone:getZone", REGION, Map.of("name", "other.com")))
        .hasMessageContaining("no matching Route 53 Hosted Zone found");
  }

  @Test
  void certificate_must_be_issued_in_the_region() {
    add(
        "aws:acm/certificate:Certificate",
        REGION,
        "arn:1",
        Map.of("arn", "arn:1", "domainName", "shop.example.com", "status", "ISSUED"));
    String token = "aws:acm/getCertificate:getCertificate";

    assertThat(invokes.answer(token, REGION, Map.of("domain", "shop.example.com")))
        .containsEntry("arn", "arn:1");
    assertThatThrownBy(
            () -> invokes.answer(token, "eu-central-1", Map.of("domain", "shop.example.com")))
        .hasMessageContaining("no ACM Certificate matching domain (shop.example.com)");
  }

  @Test
  void secure_parameter_is_answered_as_a_secret() {
    add(
        "aws:ssm/parameter:Parameter",
        REGION,
        "/app/key",
        Map.of("name", "/app/key", "type", "SecureString", "value", "opensesame"));
    String token = "aws:ssm/getParameter:getParameter";

    assertThat(invokes.answer(token, REGION, Map.of("name", "/app/key")))
        .containsEntry("value", new Wire.Secret("opensesame"));
    assertThatThrownBy(() -> invokes.answer(token, REGION, Map.of("name", "/none")))
        .hasMessageContaining("couldn't find resource");
  }

  @Test
  void route_table_of_a_subnet_is_the_associated_one_with_its_routes() {
    add("aws:ec2/routeTable:RouteTable", REGION, "rtb-1", Map.of("vpcId", "vpc-1"));
    add("aws:ec2/routeTable:RouteTable", REGION, "rtb-2", Map.of("vpcId", "vpc-1"));
    add(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        REGION,
        "rtbassoc-1",
        Map.of("routeTableId", "rtb-2", "subnetId", "subnet-1"));
    add(
        "aws:ec2/route:Route",
        REGION,
        "r-1",
        Map.of("routeTableId", "rtb-2", "destinationCidrBlock", "0.0.0.0/0", "gatewayId", "igw-1"));

    Map<String, Object> table =
        invokes.answer(
            "aws:ec2/getRouteTable:getRouteTable", REGION, Map.of("subnetId", "subnet-1"));

    assertThat(table).containsEntry("routeTableId", "rtb-2");
    assertThat(table.get("routes").toString()).contains("gatewayId=igw-1");
  }

  @Test
  void region_and_partition_are_known_even_when_the_region_is_dead() {
    world.faults().fail(REGION, Faults.Kind.DEAD);

    assertThat(invokes.answer("aws:index/getRegion:getRegion", REGION, Map.of()))
        .containsEntry("name", REGION);
    assertThatThrownBy(
            () ->
                invokes.answer(
                    "aws:index/getAvailabilityZones:getAvailabilityZones", REGION, Map.of()))
        .hasMessageContaining("https://ec2.eu-west-1.amazonaws.com/");
  }

  @Test
  void invoke_that_is_not_simulated_is_refused() {
    assertThatThrownBy(() -> invokes.answer("aws:ec2/getAmi:getAmi", REGION, Map.of()))
        .hasMessage("the sandbox does not answer invoke aws:ec2/getAmi:getAmi");
  }

  private void add(String type, String region, String id, Map<String, Object> attributes) {
    Resource resource = new Resource(type, region, id, attributes);
    resource.id(id);
    world.account().add(resource);
  }
}
