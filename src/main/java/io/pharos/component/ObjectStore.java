package io.pharos.component;

import com.pulumi.aws.s3.BucketLoggingV2;
import com.pulumi.aws.s3.BucketLoggingV2Args;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.BucketVersioningV2Args;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketVersioningV2VersioningConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import io.pharos.config.StorageSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The application's objects: versioned, encrypted, reachable over TLS only, and replicated to the
 * other Region from the moment its bucket exists, whichever Region is active.
 */
public final class ObjectStore extends PharosComponent {
  private final String name;
  private final Site site;
  private final Output<String> account;
  private final SecuredBucket logs;
  private final SecuredBucket data;

  public ObjectStore(String name, ObjectStoreArgs args, ComponentResourceOptions options) {
    super("ObjectStore", name, options);
    this.name = name;
    this.site = args.site();
    this.account = accountId();
    this.logs = logs();
    this.data = data(args.encryption().keyArn());
    BucketVersioningV2 versioning = versioning();
    new BucketLoggingV2(
        name,
        BucketLoggingV2Args.builder()
            .bucket(data.id())
            .targetBucket(logs.id())
            .targetPrefix("data/")
            .build(),
        child());
    args.peerKeyArn()
        .ifPresent(
            peerKey -> {
              var link = new Replication.Link(data, args.encryption().keyArn(), peerKey, account);
              new Replication(name, site, link, versioning, this);
            });
    registerOutputs(Map.of("bucketName", bucketName(), "bucketArn", bucketArn()));
  }

  public Output<String> bucketName() {
    return data.id();
  }

  public Output<String> bucketArn() {
    return data.arn();
  }

  /** The data bucket of this Region: its name can be told without asking AWS for it. */
  static String dataBucket(Site site, String account) {
    return bucket(site, site.region(), account, "data");
  }

  /** The data bucket of the other Region. */
  static String peerDataBucket(Site site, String account) {
    return bucket(site, site.peerRegion(), account, "data");
  }

  private static String bucket(Site site, String region, String account, String what) {
    return site.names().global(region, account + "-" + what);
  }

  private SecuredBucket logs() {
    BucketLifecycleConfigurationV2RuleArgs expire =
        BucketLifecycleConfigurationV2RuleArgs.builder()
            .id("expire")
            .status("Enabled")
            .filter(everything())
            .expiration(
                BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                    .days(site.settings().storage().logRetentionDays())
                    .build())
            .build();
    // Log delivery cannot use a customer's key without more of its policy, and logs hold no secret.
    var spec =
        new SecuredBucket.Spec(
            account,
            id -> bucket(site, site.region(), id, "logs"),
            Optional.empty(),
            site.isProtected(),
            expire,
            this::deliverLogs);
    return new SecuredBucket(name + "-logs", spec, this);
  }

  /** S3 may write the access logs of this application's data bucket, and no other's. */
  private List<Statement> deliverLogs(String account, String logsArn) {
    return List.of(
        Statement.allow("DeliverAccessLogs")
            .principal("Service", "logging.s3.amazonaws.com")
            .actions("s3:PutObject")
            .resources(logsArn + "/*")
            .when("ArnLike", "aws:SourceArn", "arn:aws:s3:::" + dataBucket(site, account)));
  }

  private SecuredBucket data(Output<String> keyArn) {
    StorageSettings storage = site.settings().storage();
    BucketLifecycleConfigurationV2RuleArgs tidy =
        BucketLifecycleConfigurationV2RuleArgs.builder()
            .id("tidy")
            .status("Enabled")
            .filter(everything())
            .noncurrentVersionExpiration(
                BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs.builder()
                    .noncurrentDays(storage.noncurrentVersionDays())
                    .build())
            .abortIncompleteMultipartUpload(
                BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs.builder()
                    .daysAfterInitiation(storage.abortMultipartDays())
                    .build())
            .build();
    var spec =
        new SecuredBucket.Spec(
            account,
            id -> dataBucket(site, id),
            Optional.of(keyArn),
            site.isProtected(),
            tidy,
            (id, arn) -> List.of());
    return new SecuredBucket(name, spec, this);
  }

  private static BucketLifecycleConfigurationV2RuleFilterArgs everything() {
    return BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix("").build();
  }

  private BucketVersioningV2 versioning() {
    return new BucketVersioningV2(
        name,
        BucketVersioningV2Args.builder()
            .bucket(data.id())
            .versioningConfiguration(
                BucketVersioningV2VersioningConfigurationArgs.builder().status("Enabled").build())
            .build(),
        child());
  }
}
