package io.pharos.component;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.codebuild.Project;
import com.pulumi.aws.codebuild.ProjectArgs;
import com.pulumi.aws.codebuild.inputs.ProjectArtifactsArgs;
import com.pulumi.aws.codebuild.inputs.ProjectEnvironmentArgs;
import com.pulumi.aws.codebuild.inputs.ProjectEnvironmentEnvironmentVariableArgs;
import com.pulumi.aws.codebuild.inputs.ProjectLogsConfigArgs;
import com.pulumi.aws.codebuild.inputs.ProjectLogsConfigCloudwatchLogsArgs;
import com.pulumi.aws.codebuild.inputs.ProjectSourceArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.component.PolicyDocument.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The projects of a pipeline, one for each thing that it runs. A role may write its project's log
 * and read what the pipeline hands on; what else it may, its owner has decided.
 */
final class BuildProject {
  private static final String IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:5.0";
  private static final int LOG_RETENTION_DAYS = 90;
  private static final int MINUTES = 120;

  private final String name;
  private final PipelineArgs args;
  private final SecuredBucket artifacts;
  private final CustomResourceOptions options;
  private final Resource parent;

  /** A role, and what lets it run a build. */
  record Builder(Output<String> roleArn, RolePolicy policy, LogGroup logs) {}

  BuildProject(String name, PipelineArgs args, SecuredBucket artifacts, Resource parent) {
    this.name = name;
    this.args = args;
    this.artifacts = artifacts;
    this.parent = parent;
    this.options = CustomResourceOptions.builder().parent(parent).build();
  }

  /** A role that may nothing else. */
  Builder ownRole(String what) {
    Role role =
        new Role(
            name + "-" + what + "-role",
            RoleArgs.builder()
                .name(args.settings().names().global(args.region(), "pipeline-" + what))
                .assumeRolePolicy(PolicyDocument.trust("codebuild.amazonaws.com"))
                .build(),
            options);
    return builder(what, role.arn(), role.id());
  }

  /** A role that exists. */
  Builder given(String what, String roleArn) {
    String roleName = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    return builder(what, Output.of(roleArn), Output.of(roleName));
  }

  private Builder builder(String what, Output<String> roleArn, Output<String> roleName) {
    LogGroup logs =
        new LogGroup(
            name + "-" + what + "-log",
            LogGroupArgs.builder()
                .name("/aws/codebuild/" + projectName(what))
                .retentionInDays(LOG_RETENTION_DAYS)
                .build(),
            options);
    RolePolicy policy =
        new RolePolicy(
            name + "-" + what + "-policy",
            RolePolicyArgs.builder()
                .name(projectName(what))
                .role(roleName)
                .policy(
                    Output.tuple(artifacts.arn(), args.keyArn(), logs.arn())
                        .applyValue(
                            all ->
                                artifacts(all.t1, all.t2)
                                    .add(
                                        Statement.allow("WriteLog")
                                            .actions("logs:CreateLogStream", "logs:PutLogEvents")
                                            .resources(all.t3 + ":*"))
                                    .toString()))
                .build(),
            options);
    return new Builder(roleArn, policy, logs);
  }

  /** What stages hand on, encrypted. */
  static PolicyDocument artifacts(String bucketArn, String keyArn) {
    return PolicyDocument.of(
        Statement.allow("HandOn")
            .actions("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
            .resources(bucketArn + "/*"),
        Statement.allow("FindBucket")
            .actions("s3:GetBucketLocation", "s3:GetBucketVersioning")
            .resources(bucketArn),
        Statement.allow("UseKey").actions("kms:Decrypt", "kms:GenerateDataKey").resources(keyArn));
  }

  /** Its name, once it is there. */
  Output<String> with(String what, Builder builder, String buildspec) {
    Project project =
        new Project(
            name + "-" + what,
            ProjectArgs.builder()
                .name(projectName(what))
                .description("Runs " + buildspec)
                .serviceRole(builder.roleArn())
                .buildTimeout(MINUTES)
                .encryptionKey(args.keyArn())
                .source(
                    ProjectSourceArgs.builder().type("CODEPIPELINE").buildspec(buildspec).build())
                .artifacts(ProjectArtifactsArgs.builder().type("CODEPIPELINE").build())
                .environment(
                    ProjectEnvironmentArgs.builder()
                        .type("LINUX_CONTAINER")
                        .computeType("BUILD_GENERAL1_MEDIUM")
                        .image(IMAGE)
                        .environmentVariables(variables())
                        .build())
                .logsConfig(
                    ProjectLogsConfigArgs.builder()
                        .cloudwatchLogs(
                            ProjectLogsConfigCloudwatchLogsArgs.builder()
                                .groupName(builder.logs().name())
                                .build())
                        .build())
                .build(),
            CustomResourceOptions.builder().parent(parent).dependsOn(builder.policy()).build());
    return project.name();
  }

  private List<ProjectEnvironmentEnvironmentVariableArgs> variables() {
    List<ProjectEnvironmentEnvironmentVariableArgs> variables = new ArrayList<>();
    variables.add(
        ProjectEnvironmentEnvironmentVariableArgs.builder()
            .name("PULUMI_BACKEND_URL")
            .value(args.pipeline().backend())
            .build());
    args.pipeline()
        .passphraseSecret()
        .ifPresent(
            secret ->
                variables.add(
                    ProjectEnvironmentEnvironmentVariableArgs.builder()
                        .name("PULUMI_CONFIG_PASSPHRASE")
                        .type("SECRETS_MANAGER")
                        .value(secret)
                        .build()));
    return variables;
  }

  private String projectName(String what) {
    return args.settings().names().regional("pipeline-" + what);
  }
}
