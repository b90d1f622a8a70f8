package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pipeline of AWS' own, as an option of the program, through the real engine. */
class PipelineIT {
  private static final String CONFIGURATION =
      """
      {"connection":"arn:aws:codeconnections:eu-central-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",\
      "repository":"example/shop","backend":"s3://example-state?region=eu-central-1",\
      "previewRole":"arn:aws:iam::123456789012:role/ci-preview","upRole":"arn:aws:iam::123456789012:role/ci-up",\
      "passphraseSecret":"pulumi-passphrase"}""";

  private static void role(CopiedStage stage, String name) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", name);
    attributes.put(
        "assumeRolePolicy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
    Resource role = new Resource("aws:iam/role:Role", Account.GLOBAL, name, attributes);
    var world = stage.cloud().world();
    world.behavior(role.type()).orElseThrow().create(role);
    world.account().add(role);
  }

  @Test
  void isDeployedWithTheGlobalStack_aSecondUpChangesNothing_andItGoesAgain() {
    try (CopiedStage stage = CopiedStage.open("pipeline")) {
      role(stage, "ci-preview");
      role(stage, "ci-up");
      int before = stage.deployment().resources(StackName.GLOBAL);
      stage.deployment().configure(StackName.GLOBAL, "pharos:pipeline", CONFIGURATION);

      Change up = stage.deployment().up(StackName.GLOBAL);

      assertThat(up.of(OperationType.CREATE)).isPositive();
      assertThat(up.counts().keySet()).containsOnly(OperationType.CREATE, OperationType.SAME);
      assertThat(stage.deployment().up(StackName.GLOBAL).counts().keySet())
          .containsOnly(OperationType.SAME);
      Resource pipeline =
          stage.account().list("aws:codepipeline/pipeline:Pipeline", "eu-central-1").get(0);
      assertThat(pipeline.maps("stages"))
          .extracting(each -> each.get("name"))
          .isEqualTo(
              List.of(
                  "Source",
                  "Tests",
                  "Preview",
                  "Approve",
                  "Primary",
                  "Secondary",
                  "Links",
                  "Global"));
      assertThat(stage.deployment().outputs(StackName.GLOBAL).path("pipeline").asText())
          .isEqualTo("shop-prod-pipeline");
      stage.deployment().destroy(StackName.GLOBAL);
      assertThat(before).isPositive();
      assertThat(stage.account().list("aws:codepipeline/pipeline:Pipeline")).isEmpty();
    }
  }
}
