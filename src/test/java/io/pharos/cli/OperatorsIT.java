package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.automation.OperationType;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.Deployed;
import io.pharos.engine.StackName;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operators' role, deployed as an option, is enough for recovery, and for nothing else. */
class OperatorsIT {
  private static final String OPERATORS =
      "{\"principals\":[\"arn:aws:iam::123456789012:user/ada\"]}";

  private static void ok(Terminal shell, String... command) {
    int exit = shell.run(command);
    assertThat(exit).as(String.join(" ", command) + "\n" + shell.out() + shell.err()).isZero();
  }

  private static void aRoleThatTheAccountMayTake(CopiedStage stage) {
    World world = stage.cloud().world();
    Resource role =
        new Resource(
            "aws:iam/role:Role",
            Account.GLOBAL,
            "deploy",
            Map.of(
                "name",
                "deploy",
                "assumeRolePolicy",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                 "Principal":{"AWS":"arn:aws:iam::123456789012:root"}}]}"""));
    world.behavior(role.type()).orElseThrow().create(role);
    world.account().add(role);
  }

  /** The provider takes a role that it may take, which replaces nothing. */
  private static void deploysWithARole(CopiedStage stage) {
    stage
        .deployment()
        .configure(
            StackName.PRIMARY,
            "pharos:deploymentRoles",
            "{\"primary\":\"arn:aws:iam::123456789012:role/deploy\"}");
    assertThatThrownBy(() -> stage.deployment().preview(StackName.PRIMARY))
        .hasMessageContaining("IAM Role (arn:aws:iam::123456789012:role/deploy) cannot be assumed");
    aRoleThatTheAccountMayTake(stage);
    assertThat(stage.deployment().preview(StackName.PRIMARY).counts().keySet())
        .containsExactlyInAnyOrder(OperationType.SAME, OperationType.UPDATE);
  }

  @Test
  void whoHasTheRoleRunsRecovery_andChangesNothingElse() {
    try (CopiedStage stage = CopiedStage.open("operators")) {
      deploysWithARole(stage);
      for (StackName stack : new StackName[] {StackName.PRIMARY, StackName.SECONDARY}) {
        stage.deployment().configure(stack, "pharos:operators", OPERATORS);
        stage.deployment().up(stack);
        assertThat(stage.deployment().preview(stack).counts().keySet())
            .containsOnly(OperationType.SAME);
      }
      String role =
          stage.deployment().outputs(StackName.SECONDARY).path("operatorRoleArn").asText();
      assertThat(role).endsWith(":role/shop-prod-eu-central-1-operator");
      Terminal everything =
          Terminal.open(Deployed.once().stage(), stage.cloud().world().account().copy());
      everything.cloud().pass(Duration.ofMinutes(12));
      Terminal operator = everything.as(role);

      ok(operator, "ready", "--now");
      ok(operator, "status");
      ok(operator, "failover", "--dry-run");
      ok(operator, "failover", "--planned", "--reason", "maintenance");
      operator.cloud().pass(Duration.ofMinutes(12));
      ok(operator, "failback", "--dry-run");
      ok(operator, "failback");
      ok(operator, "status");
      assertThat(operator.out()).contains("failback-").contains("succeeded");

      assertThat(operator.run("restore-objects", "--before", before(operator), "--prefix", "a/"))
          .isEqualTo(3);
      assertThat(operator.err()).contains("is not authorized to perform: s3:ListBucketVersions");
    }
  }

  private static String before(Terminal shell) {
    return shell.cloud().clock().instant().minusSeconds(60).toString();
  }
}
