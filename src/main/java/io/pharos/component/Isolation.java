package io.pharos.component;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.fis.ExperimentTemplate;
import com.pulumi.aws.fis.ExperimentTemplateArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateActionArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateActionParameterArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateActionTargetArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateExperimentOptionsArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateLogConfigurationArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateLogConfigurationCloudwatchLogsConfigurationArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateStopConditionArgs;
import com.pulumi.aws.fis.inputs.ExperimentTemplateTargetArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;

/**
 * An experiment that cuts this Region off from the other one, for drills: the application's subnets
 * reach nothing there, and the bucket's replication pauses. It ends by itself, at the latest when
 * users get errors, and it is never started by anything that is deployed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/fis/latest/userguide/cross-region-scenario.html">Cross-Region:
 *     Connectivity</a>
 */
public final class Isolation extends PharosComponent {
  private static final int LOG_RETENTION_DAYS = 90;
  private static final int LOG_SCHEMA = 2;
  private static final String SUBNETS = "subnets";
  private static final String BUCKET = "bucket";

  private final Site site;
  private final ExperimentTemplate template;

  public Isolation(String name, IsolationArgs args, ComponentResourceOptions options) {
    super("Isolation", name, options);
    this.site = args.site();
    Output<String> account = accountId();
    LogGroup logs =
        new LogGroup(
            name + "-log",
            LogGroupArgs.builder()
                .name("/aws/fis/" + site.names().regional("isolation"))
                .retentionInDays(LOG_RETENTION_DAYS)
                .build(),
            child());
    Role role =
        new Role(
            name + "-role",
            RoleArgs.builder()
                .name(site.names().global(site.region(), "isolation"))
                .description("FIS cuts " + site.region() + " off from " + site.peerRegion())
                .assumeRolePolicy(
                    account.applyValue(id -> IsolationPolicy.trust(site.region(), id)))
                .build(),
            child());
    RolePolicy policy =
        new RolePolicy(
            name + "-policy",
            RolePolicyArgs.builder()
                .name("isolate")
                .role(role.id())
                .policy(
                    Output.tuple(account, args.objects().bucketArn(), args.network().vpcId())
                        .applyValue(
                            all ->
                                IsolationPolicy.of(
                                    site.region(), all.t1, site.peerRegion(), all.t2, all.t3)))
                .build(),
            child());
    this.template =
        new ExperimentTemplate(
            name,
            ExperimentTemplateArgs.builder()
                .description(
                    "Cuts " + site.region() + " off from " + site.peerRegion() + ", for a drill")
                .roleArn(role.arn())
                .targets(targets(args, account))
                .actions(
                    action(
                        "disrupt-subnets",
                        "aws:network:route-table-disrupt-cross-region-connectivity",
                        "Subnets",
                        SUBNETS),
                    action(
                        "pause-replication", "aws:s3:bucket-pause-replication", "Buckets", BUCKET))
                .stopConditions(
                    ExperimentTemplateStopConditionArgs.builder()
                        .source("aws:cloudwatch:alarm")
                        .value(args.monitoring().serverErrorsAlarmArn())
                        .build())
                .logConfiguration(
                    ExperimentTemplateLogConfigurationArgs.builder()
                        .logSchemaVersion(LOG_SCHEMA)
                        .cloudwatchLogsConfiguration(
                            ExperimentTemplateLogConfigurationCloudwatchLogsConfigurationArgs
                                .builder()
                                .logGroupArn(logs.arn().applyValue(arn -> arn + ":*"))
                                .build())
                        .build())
                .experimentOptions(
                    ExperimentTemplateExperimentOptionsArgs.builder()
                        .accountTargeting("single-account")
                        .emptyTargetResolutionMode("fail")
                        .build())
                .tags(Map.of("Name", site.names().regional("isolation")))
                .build(),
            childOptions().dependsOn(policy).build());
    registerOutputs(Map.of("templateId", template.id()));
  }

  /** What a drill starts. */
  public Output<String> templateId() {
    return template.id();
  }

  private Output<List<ExperimentTemplateTargetArgs>> targets(
      IsolationArgs args, Output<String> account) {
    return Output.tuple(account, args.network().privateSubnetIds(), args.objects().bucketArn())
        .applyValue(
            all ->
                List.of(
                    target(
                        SUBNETS,
                        "aws:ec2:subnet",
                        all.t2.stream()
                            .map(
                                id ->
                                    "arn:aws:ec2:" + site.region() + ":" + all.t1 + ":subnet/" + id)
                            .toList()),
                    target(BUCKET, "aws:s3:bucket", List.of(all.t3))));
  }

  private static ExperimentTemplateTargetArgs target(String name, String type, List<String> arns) {
    return ExperimentTemplateTargetArgs.builder()
        .name(name)
        .resourceType(type)
        .selectionMode("ALL")
        .resourceArns(arns)
        .build();
  }

  private ExperimentTemplateActionArgs action(
      String name, String id, String targetKey, String target) {
    return ExperimentTemplateActionArgs.builder()
        .name(name)
        .actionId(id)
        .target(ExperimentTemplateActionTargetArgs.builder().key(targetKey).value(target).build())
        .parameters(
            parameter("duration", "PT" + site.settings().drills().isolationMinutes() + "M"),
            parameter("region", site.peerRegion()))
        .build();
  }

  private static ExperimentTemplateActionParameterArgs parameter(String key, String value) {
    return ExperimentTemplateActionParameterArgs.builder().key(key).value(value).build();
  }
}
