package io.pharos.sandbox.service.cloudtrail;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.Decision;
import io.pharos.sandbox.service.iam.PolicyDocument;
import io.pharos.sandbox.service.iam.PolicyRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Trails. CloudTrail tries its bucket and its key before it agrees to one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html">CreateTrail</a>
 */
public final class Trails implements Behavior {
  public static final String TYPE = "aws:cloudtrail/trail:Trail";
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  private static final String POLICY = "aws:s3/bucketPolicy:BucketPolicy";
  private static final PolicyRequest.Principal CLOUDTRAIL =
      PolicyRequest.Principal.service("cloudtrail.amazonaws.com");

  /** Five in each Region; a trail of all Regions counts in each. */
  private static final int MOST = 5;

  private final World world;

  public Trails(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource trail) {
    String name = trail.string("name");
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{1,126}[a-zA-Z0-9]")) {
      throw refusal(
          "InvalidTrailNameException",
          "Trail name must be between 3 and 128 characters, start and end with a letter or number,"
              + " and hold only letters, numbers, periods, underscores and dashes: "
              + name);
    }
    String arn =
        "arn:aws:cloudtrail:" + trail.region() + ":" + world.account().id() + ":trail/" + name;
    if (world.account().byArn(TYPE, arn).isPresent()) {
      throw refusal(
          "TrailAlreadyExistsException",
          "Trail " + name + " already exists for customer: " + world.account().id());
    }
    if (world.account().list(TYPE, trail.region()).size() >= MOST) {
      throw refusal(
          "MaximumNumberOfTrailsExceededException",
          "User: "
              + world.account().id()
              + " already has "
              + MOST
              + " trails in "
              + trail.region());
    }
    trail.id(arn);
    trail.set("arn", arn).set("homeRegion", trail.region());
    check(trail);
  }

  @Override
  public void update(Resource trail, Map<String, Object> before) {
    check(trail);
  }

  private void check(Resource trail) {
    if (trail.flag("isMultiRegionTrail") && !trail.flag("includeGlobalServiceEvents")) {
      throw refusal(
          "InvalidParameterCombinationException",
          "Multi-Region trail must include global service events.");
    }
    String bucket = trail.string("s3BucketName");
    if (bucket(bucket).isEmpty()) {
      throw refusal("S3BucketDoesNotExistException", "S3 bucket does not exist: " + bucket);
    }
    if (!writes(trail)) {
      throw refusal(
          "InsufficientS3BucketPolicyException",
          "Incorrect S3 bucket policy is detected for bucket: " + bucket);
    }
    key(trail)
        .ifPresent(
            key -> {
              if (!encrypts(trail, key)) {
                throw refusal(
                    "InsufficientEncryptionPolicyException",
                    "Insufficient permissions to access S3 bucket "
                        + bucket
                        + " or KMS key "
                        + key
                        + ".");
              }
            });
  }

  /** Why the next log file would not arrive, or empty. */
  public Optional<String> undelivered(Resource trail) {
    try {
      check(trail);
      return Optional.empty();
    } catch (AwsServiceException e) {
      return Optional.of(e.awsErrorDetails().errorCode() + ": " + e.getMessage());
    }
  }

  private static Optional<String> key(Resource trail) {
    return trail.has("kmsKeyId") && !trail.string("kmsKeyId").isEmpty()
        ? Optional.of(trail.string("kmsKeyId"))
        : Optional.empty();
  }

  /** A bucket's name is one in the world. */
  private Optional<Resource> bucket(String name) {
    return world.account().list(BUCKET).stream()
        .filter(found -> found.id().equals(name))
        .findFirst();
  }

  private boolean writes(Resource trail) {
    Resource bucket = bucket(trail.string("s3BucketName")).orElseThrow();
    String policy =
        world
            .account()
            .find(POLICY, bucket.region(), bucket.id())
            .map(found -> found.string("policy"))
            .orElse("");
    if (policy.isEmpty()) {
      return false;
    }
    String prefix = trail.has("s3KeyPrefix") ? trail.string("s3KeyPrefix") + "/" : "";
    String arn = "arn:aws:s3:::" + bucket.id();
    String file = arn + "/" + prefix + "AWSLogs/" + world.account().id() + "/CloudTrail/file";
    PolicyDocument document = PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE);
    return allows(document, "s3:GetBucketAcl", arn, trail)
        && allows(document, "s3:PutObject", file, trail);
  }

  private boolean allows(PolicyDocument document, String action, String resource, Resource trail) {
    return document.decide(new PolicyRequest(CLOUDTRAIL, action, resource, context(trail)))
        == Decision.ALLOW;
  }

  private boolean encrypts(Resource trail, String key) {
    return List.of("kms:GenerateDataKey", "kms:DescribeKey").stream()
        .allMatch(
            action ->
                world
                    .service(Kms.class)
                    .refusal(CLOUDTRAIL, action, trail.region(), key, context(trail))
                    .isEmpty());
  }

  private ConditionContext context(Resource trail) {
    return ConditionContext.of(
        Map.of(
            "aws:SourceArn", trail.string("arn"),
            "aws:SourceAccount", world.account().id(),
            "aws:SecureTransport", "true",
            "s3:x-amz-acl", "bucket-owner-full-control",
            "kms:EncryptionContext:aws:cloudtrail:arn", trail.string("arn")));
  }

  private static AwsServiceException refusal(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "CloudTrail", 400, code, message);
  }
}
