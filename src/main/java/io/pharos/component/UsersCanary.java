package io.pharos.component;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.s3.BucketObjectv2;
import com.pulumi.aws.s3.BucketObjectv2Args;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.synthetics.Canary;
import com.pulumi.aws.synthetics.CanaryArgs;
import com.pulumi.aws.synthetics.inputs.CanaryRunConfigArgs;
import com.pulumi.aws.synthetics.inputs.CanaryScheduleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.CanarySettings;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls the users' endpoint as a user does, all the time, from the Region that is not the first to
 * serve; tells people when it is not answered, and when nobody calls any more. It watches, and
 * starts nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Roles.html">Required
 *     roles and permissions for CloudWatch canaries</a>
 */
public final class UsersCanary extends PharosComponent {
  static final String NAMESPACE = "CloudWatchSynthetics";
  static final String SUCCESS = "SuccessPercent";
  static final String DIMENSION = "CanaryName";

  /** One run that fails may be the canary's own trouble. */
  private static final int RUNS = 2;

  private static final int LOG_RETENTION_DAYS = 30;
  private static final int TIMEOUT_SECONDS = 60;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final String ARTIFACTS = "runs";

  private final String name;
  private final Settings all;
  private final CanarySettings settings;
  private final String region;
  private final Output<String> account;
  private final Canary canary;

  public UsersCanary(
      String name, Settings all, CanarySettings settings, ComponentResourceOptions options) {
    super("UsersCanary", name, options);
    this.name = name;
    this.all = all;
    this.settings = settings;
    this.region = all.regions().of(Position.SECONDARY);
    this.account = accountId();
    SecuredBucket bucket = bucket();
    BucketObjectv2 script =
        new BucketObjectv2(
            name + "-script",
            BucketObjectv2Args.builder()
                .bucket(bucket.id())
                .key(CanaryScript.key())
                .contentBase64(CanaryScript.base64())
                .contentType("application/zip")
                .build(),
            childOptions().dependsOn(bucket.policy()).build());
    Role role = role();
    RolePolicy policy =
        new RolePolicy(
            name,
            RolePolicyArgs.builder()
                .name("canary")
                .role(role.name())
                .policy(Output.tuple(account, bucket.arn()).applyValue(of -> policy(of.t1, of.t2)))
                .build(),
            child());
    this.canary =
        new Canary(
            name,
            CanaryArgs.builder()
                .name(all.names().canary())
                .executionRoleArn(role.arn())
                .artifactS3Location(bucket.id().applyValue(id -> "s3://" + id + "/" + ARTIFACTS))
                .s3Bucket(bucket.id())
                .s3Key(script.key())
                .handler(CanaryScript.HANDLER)
                .runtimeVersion(settings.runtimeVersion())
                .schedule(CanaryScheduleArgs.builder().expression(rate()).build())
                .runConfig(
                    CanaryRunConfigArgs.builder()
                        .timeoutInSeconds(TIMEOUT_SECONDS)
                        .environmentVariables(
                            Map.of(CanaryScript.TARGETS, CanaryScript.targets(targets())))
                        .build())
                .successRetentionPeriod(settings.retentionDays())
                .failureRetentionPeriod(settings.retentionDays())
                .startCanary(true)
                // Else Synthetics leaves the function and its layer behind.
                .deleteLambda(true)
                .build(),
            childOptions().dependsOn(policy).build());
    new LogGroup(
        name,
        LogGroupArgs.builder()
            .name(canary.engineArn().applyValue(UsersCanary::logGroup))
            .retentionInDays(LOG_RETENTION_DAYS)
            .build(),
        child());
    alarm();
    registerOutputs(Map.of("canaryName", canary.name()));
  }

  public Output<String> canaryName() {
    return canary.name();
  }

  private List<String> targets() {
    String host = all.routing().scheme() + "://" + all.routing().domain();
    return settings.paths().stream().map(path -> host + path).toList();
  }

  private String rate() {
    return settings.minutes() == 1 ? "rate(1 minute)" : "rate(" + settings.minutes() + " minutes)";
  }

  /** Lambda's name for the logs of a function, of which Synthetics says the ARN. */
  private static String logGroup(String engineArn) {
    return "/aws/lambda/" + engineArn.split(":")[6];
  }

  /** Nothing in it is worth keeping when the canary goes. */
  private SecuredBucket bucket() {
    String prefix = all.names().global(region, "");
    return new SecuredBucket(
        name,
        new SecuredBucket.Spec(
            account,
            id -> prefix + id + "-canary",
            Optional.empty(),
            false,
            BucketLifecycleConfigurationV2RuleArgs.builder()
                .id("runs")
                .status("Enabled")
                .filter(
                    BucketLifecycleConfigurationV2RuleFilterArgs.builder()
                        .prefix(ARTIFACTS + "/")
                        .build())
                .expiration(
                    BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                        .days(settings.retentionDays())
                        .build())
                .build(),
            (id, arn) -> List.of()),
        this);
  }

  private Role role() {
    return new Role(
        name,
        RoleArgs.builder()
            .name(all.names().global(region, "canary"))
            .description("Calls what users call, from " + region)
            .assumeRolePolicy(PolicyDocument.trust("lambda.amazonaws.com"))
            .build(),
        child());
  }

  /** Without logs:CreateLogGroup: the group is the stack's, and goes with it. */
  private String policy(String id, String bucketArn) {
    return PolicyDocument.of(
            Statement.allow("Artifacts")
                .actions("s3:PutObject")
                .resources(bucketArn + "/" + ARTIFACTS + "/*"),
            Statement.allow("Bucket").actions("s3:GetBucketLocation").resources(bucketArn),
            Statement.allow("Buckets").actions("s3:ListAllMyBuckets").resources("*"),
            Statement.allow("Metrics")
                .actions("cloudwatch:PutMetricData")
                .resources("*")
                .when("StringEquals", "cloudwatch:namespace", NAMESPACE),
            Statement.allow("Logs")
                .actions("logs:CreateLogStream", "logs:PutLogEvents")
                .resources("arn:aws:logs:" + region + ":" + id + ":log-group:/aws/lambda/cwsyn-*"))
        .toString();
  }

  private void alarm() {
    Names names = all.names();
    Output<List<String>> topic =
        account.applyValue(
            id -> List.of("arn:aws:sns:" + region + ":" + id + ":" + names.alertTopic()));
    new MetricAlarm(
        name,
        MetricAlarmArgs.builder()
            .name(names.notServedAlarm())
            .alarmDescription("Users are not served, as the canary sees it, or it sees nothing")
            .namespace(NAMESPACE)
            .metricName(SUCCESS)
            .dimensions(canary.name().applyValue(of -> Map.of(DIMENSION, of)))
            .statistic("Average")
            .period(settings.minutes() * SECONDS_PER_MINUTE)
            .evaluationPeriods(RUNS)
            .threshold(100.0)
            .comparisonOperator("LessThanThreshold")
            .treatMissingData("missing")
            .alarmActions(topic)
            .insufficientDataActions(topic)
            .okActions(topic)
            .build(),
        child());
  }
}
