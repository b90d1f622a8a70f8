package io.pharos.component;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import java.util.List;

/**
 * The two roles of a task. With one ECS starts it: it reads this application's parameters and
 * credentials, pulls the images and makes the log streams. The other one is the application's own:
 * it uses the bucket, and reads nothing that Pharos keeps.
 */
final class TaskIdentity {
  private static final String TASKS = "ecs-tasks.amazonaws.com";

  private final Site site;
  private final Role execution;
  private final Role task;
  private final List<Resource> permissions;

  TaskIdentity(
      String prefix,
      EcsComputeArgs args,
      Output<String> account,
      Output<String> logGroupArn,
      Resource parent) {
    this.site = args.site();
    CustomResourceOptions options = CustomResourceOptions.builder().parent(parent).build();
    this.execution = role(prefix, "task-start", "Starts tasks of ", options);
    this.task = role(prefix, "task", "Tasks of ", options);
    Output<String> keyArn = args.encryption().keyArn();
    Output<String> starts =
        Output.tuple(account, args.configuration().secretArn(), keyArn, logGroupArn)
            .applyValue(t -> starts(t.t1, t.t2, t.t3, t.t4));
    Output<String> works = Output.tuple(account, keyArn).applyValue(t -> works(t.t1, t.t2));
    this.permissions =
        List.of(
            policy(prefix + "-task-start", execution, "start", starts, options),
            policy(prefix + "-task", task, "application", works, options));
  }

  private Role role(String prefix, String what, String description, CustomResourceOptions options) {
    return new Role(
        prefix + "-" + what,
        RoleArgs.builder()
            .name(site.names().global(site.region(), what))
            .description(description + site.names().prefix())
            .assumeRolePolicy(PolicyDocument.trust(TASKS))
            .build(),
        options);
  }

  private static RolePolicy policy(
      String name, Role role, String what, Output<String> policy, CustomResourceOptions options) {
    return new RolePolicy(
        name, RolePolicyArgs.builder().name(what).role(role.id()).policy(policy).build(), options);
  }

  Output<String> executionRoleArn() {
    return execution.arn();
  }

  Output<String> taskRoleArn() {
    return task.arn();
  }

  /** What must be in force before the first task starts. */
  List<Resource> permissions() {
    return permissions;
  }

  private String starts(String account, String secretArn, String keyArn, String logGroupArn) {
    String region = site.region();
    String path =
        "arn:aws:ssm:" + region + ":" + account + ":parameter" + site.names().parameters();
    PolicyDocument policy =
        PolicyDocument.of(
            Statement.allow("ReadParameters")
                .actions("ssm:GetParameters")
                .resources(path + "shared/*", path + "local/*"),
            Statement.allow("ReadCredentials")
                .actions("secretsmanager:GetSecretValue")
                .resources(secretArn),
            Statement.allow("UseKey")
                .actions("kms:Decrypt")
                .resources(keyArn)
                .when(
                    "StringEquals",
                    "kms:ViaService",
                    List.of(
                        "secretsmanager." + region + ".amazonaws.com",
                        "ssm." + region + ".amazonaws.com")),
            Statement.allow("WriteLogs")
                .actions("logs:CreateLogStream", "logs:PutLogEvents")
                .resources(logGroupArn + ":*"));
    ImageAccess.addTo(policy, site);
    return policy.toString();
  }

  private String works(String account, String keyArn) {
    PolicyDocument policy = PolicyDocument.of();
    BucketAccess.addTo(policy, site, account);
    return policy
        .add(
            Statement.allow("UseKey")
                .actions("kms:Decrypt", "kms:GenerateDataKey")
                .resources(keyArn)
                .when(
                    "StringEquals",
                    "kms:ViaService",
                    List.of("s3." + site.region() + ".amazonaws.com")))
        .toString();
  }
}
