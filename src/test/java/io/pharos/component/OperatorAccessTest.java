package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorAccessTest {
  private static final String ADA = "arn:aws:iam::123456789012:user/ada";
  private static final String OTHER = "arn:aws:iam::210987654321:root";
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  private void deploy(ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), Position.SECONDARY);
    aws.run((context, options) -> new OperatorAccess("operators", site, options));
  }

  private static ExampleConfiguration configuration() {
    return new ExampleConfiguration()
        .at("operators/principals", "[\"" + ADA + "\",\"" + OTHER + "\"]");
  }

  private JsonNode trust() throws Exception {
    return Json.MAPPER.readTree((String) aws.inputs("Role/operators").get("assumeRolePolicy"));
  }

  @Test
  void whoIsNamedMayTakeTheRole_withASecondFactor() throws Exception {
    deploy(configuration());

    assertThat(aws.inputs("Role/operators"))
        .containsEntry("name", "shop-prod-eu-central-1-operator")
        .containsEntry("maxSessionDuration", 3600.0);
    assertThat(trust().findValuesAsText("AWS")).containsExactly(ADA, OTHER);
    for (JsonNode statement : trust().path("Statement")) {
      assertThat(statement.at("/Condition/Bool/aws:MultiFactorAuthPresent").asText())
          .isEqualTo("true");
    }
  }

  @Test
  void withoutMfa_aProviderOfIdentitiesHasAskedForIt() throws Exception {
    deploy(configuration().at("operators/mfa", "false").at("operators/sessionHours", "12"));

    assertThat(trust().toString()).doesNotContain("Condition");
    assertThat(aws.inputs("Role/operators")).containsEntry("maxSessionDuration", 43_200.0);
  }

  @Test
  void onlyOperationsAreStarted_inBothRegions_andNothingIsChangedBesides() throws Exception {
    deploy(configuration());

    JsonNode policy =
        Json.MAPPER.readTree((String) aws.inputs("RolePolicy/operators-policy").get("policy"));
    String text = policy.toString();
    assertThat(text)
        .contains("arn:aws:states:eu-west-1:123456789012:stateMachine:shop-prod-dr-failover")
        .contains("arn:aws:states:eu-central-1:123456789012:stateMachine:shop-prod-dr-failback")
        .contains("function:shop-prod-dr-ready:live")
        .doesNotContain("dr-image", "dr-snapshot", "iam:", "s3:", "Put", "Delete", "Modify");
  }
}
