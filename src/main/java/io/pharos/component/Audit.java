package io.pharos.component;

import com.pulumi.aws.cloudtrail.Trail;
import com.pulumi.aws.cloudtrail.TrailArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trail of every management call in all Regions, whose logs nobody can change unseen. With it
 * EventBridge hears of a changed secret at once, in both Regions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html">Amazon
 *     S3 bucket policy for CloudTrail</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html">AWS
 *     KMS key policies for CloudTrail</a>
 */
public final class Audit extends PharosComponent {
  private static final String SERVICE = "cloudtrail.amazonaws.com";
  private static final String SOURCE = "aws:SourceArn";

  private final Site site;
  private final Trail trail;

  public Audit(String name, AuditArgs args, ComponentResourceOptions options) {
    super("Audit", name, options);
    this.site = args.site();
    Output<String> account = accountId();
    SecuredBucket logs = logs(name, args, account);
    this.trail =
        new Trail(
            name,
            TrailArgs.builder()
                .name(trailName(site))
                .s3BucketName(logs.id())
                .kmsKeyId(args.encryption().keyArn())
                .isMultiRegionTrail(true)
                .includeGlobalServiceEvents(true)
                .enableLogFileValidation(true)
                .build(),
            // CloudTrail writes a first file before it agrees to a trail.
            childOptions().dependsOn(logs.policy()).build());
    registerOutputs(Map.of("trailArn", trail.arn()));
  }

  public Output<String> trailArn() {
    return trail.arn();
  }

  /** What the key of the trail's Region has to let CloudTrail do. */
  static List<Statement> keyStatements(Site site, String account) {
    return List.of(
        Statement.allow("TrailEncrypts")
            .principal("Service", SERVICE)
            .actions("kms:GenerateDataKey*")
            .resources("*")
            .when("StringEquals", SOURCE, arn(site, account))
            .when(
                "StringLike",
                "kms:EncryptionContext:aws:cloudtrail:arn",
                "arn:aws:cloudtrail:*:" + account + ":trail/*"),
        Statement.allow("TrailLooks")
            .principal("Service", SERVICE)
            .actions("kms:DescribeKey")
            .resources("*")
            .when("StringEquals", SOURCE, arn(site, account)));
  }

  private SecuredBucket logs(String name, AuditArgs args, Output<String> account) {
    BucketLifecycleConfigurationV2RuleArgs expire =
        BucketLifecycleConfigurationV2RuleArgs.builder()
            .id("expire")
            .status("Enabled")
            .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix("").build())
            .expiration(
                BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                    .days(site.settings().audit().retentionDays())
                    .build())
            .build();
    var spec =
        new SecuredBucket.Spec(
            account,
            id -> site.names().global(site.region(), id + "-audit"),
            Optional.of(args.encryption().keyArn()),
            site.isProtected(),
            expire,
            this::deliver);
    return new SecuredBucket(name, spec, this);
  }

  /** CloudTrail may write this trail's logs there, and no other's. */
  private List<Statement> deliver(String account, String bucketArn) {
    return List.of(
        Statement.allow("TrailLooks")
            .principal("Service", SERVICE)
            .actions("s3:GetBucketAcl")
            .resources(bucketArn)
            .when("StringEquals", SOURCE, arn(site, account)),
        Statement.allow("TrailWrites")
            .principal("Service", SERVICE)
            .actions("s3:PutObject")
            .resources(bucketArn + "/AWSLogs/" + account + "/*")
            .when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
            .when("StringEquals", SOURCE, arn(site, account)));
  }

  private static String arn(Site site, String account) {
    return "arn:aws:cloudtrail:" + site.region() + ":" + account + ":trail/" + trailName(site);
  }

  private static String trailName(Site site) {
    return site.names().regional("audit");
  }
}
