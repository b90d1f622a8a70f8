package io.pharos.component;

import com.pulumi.asset.Archive;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.aws.lambda.Alias;
import com.pulumi.aws.lambda.AliasArgs;
import com.pulumi.aws.lambda.Function;
import com.pulumi.aws.lambda.FunctionArgs;
import com.pulumi.aws.lambda.inputs.FunctionDeadLetterConfigArgs;
import com.pulumi.aws.lambda.inputs.FunctionEnvironmentArgs;
import com.pulumi.aws.lambda.inputs.FunctionLoggingConfigArgs;
import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One recovery function: a role that can do only its part, a log group with a retention, the
 * function and the alias that everything calls.
 */
public final class RecoveryLambda extends PharosComponent {
  private static final int MEMORY_MB = 1024;
  private static final int LOG_RETENTION_DAYS = 30;
  private static final String MANAGED = "arn:aws:iam::aws:policy/service-role/";

  private final Function function;
  private final Alias alias;

  /** Where a function that talks to the database runs. */
  public record Placement(Output<List<String>> subnetIds, Output<String> securityGroupId) {}

  /**
   * @param policy what the role allows besides writing logs, where it allows anything
   * @param deadLetterQueueArn where events go that it could not take; only for what is started by
   *     events
   */
  public record Inputs(
      Site site,
      RecoveryFunction function,
      Archive archive,
      Output<Map<String, String>> environment,
      Optional<Output<String>> policy,
      Optional<Placement> placement,
      Optional<Output<String>> deadLetterQueueArn) {}

  public RecoveryLambda(String name, Inputs inputs, ComponentResourceOptions options) {
    super("RecoveryLambda", name, options);
    CustomResourceOptions child = child();
    Site site = inputs.site();
    String functionName = site.names().function(inputs.function());

    Role role =
        new Role(
            name + "-role",
            RoleArgs.builder()
                .name(site.names().global(site.region(), "dr-" + inputs.function().word()))
                .description("Recovery function " + functionName)
                .assumeRolePolicy(PolicyDocument.trust("lambda.amazonaws.com"))
                .build(),
            child);
    List<Resource> before = new ArrayList<>();
    before.add(
        new RolePolicyAttachment(
            name + "-logs",
            RolePolicyAttachmentArgs.builder()
                .role(role.name())
                .policyArn(
                    MANAGED
                        + (inputs.placement().isPresent()
                            ? "AWSLambdaVPCAccessExecutionRole"
                            : "AWSLambdaBasicExecutionRole"))
                .build(),
            child));
    inputs
        .policy()
        .ifPresent(
            policy ->
                before.add(
                    new RolePolicy(
                        name + "-policy",
                        RolePolicyArgs.builder()
                            .name("recovery")
                            .role(role.name())
                            .policy(policy)
                            .build(),
                        child)));
    LogGroup logs =
        new LogGroup(
            name + "-log",
            LogGroupArgs.builder()
                .name("/aws/lambda/" + functionName)
                .retentionInDays(LOG_RETENTION_DAYS)
                .build(),
            child);
    before.add(logs);

    FunctionArgs.Builder args =
        FunctionArgs.builder()
            .name(functionName)
            .description("Pharos: " + inputs.function().word())
            .code(inputs.archive())
            .handler(inputs.function().handler())
            .runtime("java17")
            .architectures("arm64")
            .memorySize(MEMORY_MB)
            .timeout((int) inputs.function().timeout().toSeconds())
            .role(role.arn())
            .publish(true)
            .environment(FunctionEnvironmentArgs.builder().variables(inputs.environment()).build())
            .loggingConfig(
                FunctionLoggingConfigArgs.builder()
                    .logFormat("JSON")
                    .logGroup(logs.name())
                    .build());
    inputs
        .placement()
        .ifPresent(
            place ->
                args.vpcConfig(
                    FunctionVpcConfigArgs.builder()
                        .subnetIds(place.subnetIds())
                        .securityGroupIds(place.securityGroupId().applyValue(List::of))
                        .build()));
    inputs
        .deadLetterQueueArn()
        .ifPresent(
            queue ->
                args.deadLetterConfig(
                    FunctionDeadLetterConfigArgs.builder().targetArn(queue).build()));
    // Without its policy the function cannot be created in a VPC, nor with a dead-letter queue.
    this.function =
        new Function(
            name,
            args.build(),
            CustomResourceOptions.builder()
                .parent(this)
                .dependsOn(before.toArray(Resource[]::new))
                .build());
    this.alias =
        new Alias(
            name + "-live",
            AliasArgs.builder()
                .name(RecoveryFunction.ALIAS)
                .description("What the state machines and schedules call")
                .functionName(function.name())
                .functionVersion(function.version())
                .build(),
            child);
    registerOutputs(Map.of("aliasArn", alias.arn()));
  }

  /** ARN of the alias, the only thing to call. */
  public Output<String> aliasArn() {
    return alias.arn();
  }

  public Output<String> functionName() {
    return function.name();
  }
}
