package io.pharos.component;

import com.pulumi.aws.codepipeline.Pipeline;
import com.pulumi.aws.codepipeline.inputs.PipelineArtifactStoreArgs;
import com.pulumi.aws.codepipeline.inputs.PipelineArtifactStoreEncryptionKeyArgs;
import com.pulumi.aws.codepipeline.inputs.PipelineStageActionArgs;
import com.pulumi.aws.codepipeline.inputs.PipelineStageArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.PipelineSettings;
import io.pharos.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline that tests, previews, waits for a person, and deploys the stacks in the order in which
 * they need each other. It runs what everybody else runs, with roles that exist: it gives itself no
 * right to deploy.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html">CodeStarSourceConnection</a>
 */
public final class DeploymentPipeline extends PharosComponent {
  private static final String SOURCE = "source";
  private static final int ARTIFACT_DAYS = 30;

  private final String name;
  private final PipelineArgs args;
  private final Pipeline pipeline;

  public DeploymentPipeline(String name, PipelineArgs args, ComponentResourceOptions options) {
    super("DeploymentPipeline", name, options);
    this.name = name;
    this.args = args;
    Settings settings = args.settings();
    SecuredBucket artifacts = artifacts();
    BuildProject projects = new BuildProject(name, args, artifacts, this);
    Output<String> tests =
        projects.with("tests", projects.ownRole("tests"), "buildspecs/tests.yml");
    Output<String> preview =
        projects.with(
            "preview", projects.given("preview", previewRole()), "buildspecs/preview.yml");
    Output<String> up = projects.with("up", projects.given("up", upRole()), "buildspecs/up.yml");
    Role role = role();
    RolePolicy policy = policy(role, artifacts);
    this.pipeline =
        new Pipeline(
            name,
            com.pulumi.aws.codepipeline.PipelineArgs.builder()
                .name(settings.names().regional("pipeline"))
                .roleArn(role.arn())
                .pipelineType("V2")
                // A run that deploys is never overtaken.
                .executionMode("QUEUED")
                .artifactStores(
                    PipelineArtifactStoreArgs.builder()
                        .type("S3")
                        .location(artifacts.id())
                        .encryptionKey(
                            PipelineArtifactStoreEncryptionKeyArgs.builder()
                                .type("KMS")
                                .id(args.keyArn())
                                .build())
                        .build())
                .stages(
                    stage("Source", source()),
                    stage("Tests", build("tests", tests, Optional.empty())),
                    stage("Preview", build("preview", preview, Optional.empty())),
                    stage("Approve", approval()),
                    stage("Primary", build("primary", up, Optional.of("primary"))),
                    stage("Secondary", build("secondary", up, Optional.of("secondary"))),
                    // What needs the secondary stack to exist, such as object replication.
                    stage("Links", build("links", up, Optional.of("primary"))),
                    stage("Global", build("global", up, Optional.of("global"))))
                .build(),
            childOptions().dependsOn(policy).build());
    registerOutputs(Map.of("name", pipeline.name()));
  }

  public Output<String> pipelineName() {
    return pipeline.name();
  }

  private PipelineSettings settings() {
    return args.pipeline();
  }

  private String previewRole() {
    return settings().previewRole();
  }

  private String upRole() {
    return settings().upRole();
  }

  private SecuredBucket artifacts() {
    BucketLifecycleConfigurationV2RuleArgs expire =
        BucketLifecycleConfigurationV2RuleArgs.builder()
            .id("expire")
            .status("Enabled")
            .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix("").build())
            .expiration(
                BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                    .days(ARTIFACT_DAYS)
                    .build())
            .build();
    // Nothing in it outlives a run: it may go, whatever is protected.
    var spec =
        new SecuredBucket.Spec(
            accountId(),
            id -> args.settings().names().global(args.region(), id + "-pipeline"),
            Optional.of(args.keyArn()),
            false,
            expire,
            (id, arn) -> List.of());
    return new SecuredBucket(name + "-artifacts", spec, this);
  }

  private Role role() {
    return new Role(
        name + "-role",
        RoleArgs.builder()
            .name(args.settings().names().global(args.region(), "pipeline"))
            .assumeRolePolicy(PolicyDocument.trust("codepipeline.amazonaws.com"))
            .build(),
        child());
  }

  private RolePolicy policy(Role role, SecuredBucket artifacts) {
    String builds = args.settings().names().regional("pipeline-*");
    return new RolePolicy(
        name + "-policy",
        RolePolicyArgs.builder()
            .name("pipeline")
            .role(role.id())
            .policy(
                Output.tuple(artifacts.arn(), args.keyArn(), accountId())
                    .applyValue(
                        all ->
                            BuildProject.artifacts(all.t1, all.t2)
                                .add(
                                    Statement.allow("Source")
                                        .actions(
                                            settings().connection().contains(":codeconnections:")
                                                ? "codeconnections:UseConnection"
                                                : "codestar-connections:UseConnection")
                                        .resources(settings().connection()))
                                .add(
                                    Statement.allow("Build")
                                        .actions("codebuild:StartBuild", "codebuild:BatchGetBuilds")
                                        .resources(
                                            "arn:aws:codebuild:"
                                                + args.region()
                                                + ":"
                                                + all.t3
                                                + ":project/"
                                                + builds))
                                .toString()))
            .build(),
        child());
  }

  private static PipelineStageArgs stage(String stage, PipelineStageActionArgs action) {
    return PipelineStageArgs.builder().name(stage).actions(action).build();
  }

  private PipelineStageActionArgs source() {
    return PipelineStageActionArgs.builder()
        .name(SOURCE)
        .category("Source")
        .owner("AWS")
        .provider("CodeStarSourceConnection")
        .version("1")
        .outputArtifacts(SOURCE)
        .configuration(
            Map.of(
                "ConnectionArn", settings().connection(),
                "FullRepositoryId", settings().repository(),
                "BranchName", settings().branch(),
                "DetectChanges", "true"))
        .build();
  }

  private static PipelineStageActionArgs approval() {
    return PipelineStageActionArgs.builder()
        .name("approve")
        .category("Approval")
        .owner("AWS")
        .provider("Manual")
        .version("1")
        .configuration(Map.of("CustomData", "Deploy the plan that the preview shows?"))
        .build();
  }

  private static PipelineStageActionArgs build(
      String action, Output<String> project, Optional<String> stack) {
    return PipelineStageActionArgs.builder()
        .name(action)
        .category("Build")
        .owner("AWS")
        .provider("CodeBuild")
        .version("1")
        .inputArtifacts(SOURCE)
        .configuration(
            project.applyValue(
                name ->
                    stack
                        .map(
                            word ->
                                Map.of(
                                    "ProjectName",
                                    name,
                                    "EnvironmentVariables",
                                    "[{\"name\":\"STACK\",\"value\":\""
                                        + word
                                        + "\",\"type\":\"PLAINTEXT\"}]"))
                        .orElse(Map.of("ProjectName", name))))
        .build();
  }
}
