package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.StackName;
import io.pharos.sandbox.service.SecretsManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The trail, deployed as an option: the standby hears of a changed secret before the sweep. */
class AuditIT {
  private static final String SECRET = "shop/prod/database";
  private static final String CHANGED = "{\"username\":\"pharos\",\"password\":\"of-a-rotation\"}";

  @Test
  void withATrail_aChangedSecretIsInTheOtherRegionWithinMinutes() {
    try (CopiedStage stage = CopiedStage.open("audit")) {
      stage.cloud().pass(Duration.ofMinutes(12));
      rotate(stage, CHANGED);
      stage.cloud().pass(Duration.ofMinutes(12));
      assertThat(standbys(stage)).as("without a trail").doesNotContain("of-a-rotation");

      stage.deployment().configure(StackName.PRIMARY, "pharos:audit", "{\"trail\":true}");
      assertThat(stage.deployment().up(StackName.PRIMARY).counts())
          .containsEntry(OperationType.UPDATE, 1)
          .doesNotContainKeys(OperationType.REPLACE, OperationType.DELETE);
      assertThat(stage.deployment().up(StackName.PRIMARY).counts().keySet())
          .containsOnly(OperationType.SAME);
      rotate(stage, CHANGED.replace("a-rotation", "another"));
      stage.cloud().pass(Duration.ofMinutes(12));

      assertThat(standbys(stage)).contains("of-another");
    }
  }

  private static void rotate(CopiedStage stage, String value) {
    stage
        .cloud()
        .client(SecretsManagerClient.class, "eu-west-1")
        .putSecretValue(put -> put.secretId(SECRET).secretString(value));
  }

  private static String standbys(CopiedStage stage) {
    return stage
        .cloud()
        .world()
        .service(SecretsManager.class)
        .value("eu-central-1", SECRET)
        .orElseThrow();
  }
}
