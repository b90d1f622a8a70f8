package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.Deployed;
import io.pharos.engine.StackName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The operators' role, deployed as an option, is enough for recovery, and for nothing else. */
class OperatorsIT {
  private static final String OPERATORS =
      "{\"principals\":[\"arn:aws:iam::123456789012:user/ada\"]}";

  private static void ok(Terminal shell, String... command) {
    int exit = shell.run(command);
    assertThat(exit).as(String.join(" ", command) + "\n" + shell.out() + shell.err()).isZero();
  }

  @Test
  void whoHasTheRoleRunsRecovery_andChangesNothingElse() {
    try (CopiedStage stage = CopiedStage.open("operators")) {
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
