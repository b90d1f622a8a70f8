package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentPipelineTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  private void deploy() {
    Settings settings =
        new ExampleConfiguration()
            .json(
                "pipeline",
                "{'connection':'arn:aws:codeconnections:eu-central-1:123456789012:connection/"
                    + "01234567-89ab-cdef-0123-456789abcdef',"
                    + "'repository':'example/shop','backend':'s3://state?region=eu-central-1',"
                    + "'previewRole':'arn:aws:iam::123456789012:role/ci/preview',"
                    + "'upRole':'arn:aws:iam::123456789012:role/up'}")
            .read();
    aws.run(
        (context, options) ->
            new DeploymentPipeline(
                "pipeline",
                new PipelineArgs(
                    settings,
                    settings.pipeline().orElseThrow(),
                    "eu-central-1",
                    Output.of("arn:key")),
                options));
  }

  @Test
  void stages_testPreviewAndAskBeforeAnythingIsDeployed_inTheOrderOfTheStacks() {
    deploy();

    Map<String, Object> pipeline = aws.inputs("Pipeline/pipeline");
    assertThat((List<?>) pipeline.get("stages"))
        .extracting(stage -> ((Map<?, ?>) stage).get("name"))
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
    assertThat(pipeline.get("stages").toString())
        .contains("provider=CodeStarSourceConnection", "FullRepositoryId=example/shop")
        .contains("BranchName=main", "provider=Manual")
        .contains("ProjectName=shop-prod-pipeline-up", "\"name\":\"STACK\",\"value\":\"global\"");
    assertThat(pipeline.get("artifactStores").toString()).contains("id=arn:key", "type=KMS");
  }

  @Test
  void projects_runWithTheRolesThatWereGiven_andTestsWithOneThatMayNothing() {
    deploy();

    assertThat(aws.inputs("Project/pipeline-up"))
        .containsEntry("serviceRole", "arn:aws:iam::123456789012:role/up");
    assertThat(aws.inputs("Project/pipeline-preview"))
        .containsEntry("serviceRole", "arn:aws:iam::123456789012:role/ci/preview");
    assertThat(aws.inputs("Project/pipeline-up").get("source").toString())
        .contains("buildspecs/up.yml");
    assertThat(aws.inputs("RolePolicy/pipeline-preview-policy")).containsEntry("role", "preview");
    for (String policy : List.of("tests", "preview", "up")) {
      assertThat(aws.inputs("RolePolicy/pipeline-" + policy + "-policy").get("policy").toString())
          .contains("logs:PutLogEvents", "s3:GetObject", "arn:key")
          .doesNotContain("\"*\"", "iam:", "sts:", "Resource\":[\"*");
    }
    assertThat(aws.inputs("RolePolicy/pipeline-policy").get("policy").toString())
        .contains("codeconnections:UseConnection", ":project/shop-prod-pipeline-*")
        .doesNotContain("\"*\"");
  }

  @Test
  void artifacts_areEncryptedWithTheKey() {
    deploy();

    assertThat(
            aws.inputs("BucketServerSideEncryptionConfigurationV2/pipeline-artifacts")
                .get("rules")
                .toString())
        .contains("aws:kms", "arn:key");
  }
}
