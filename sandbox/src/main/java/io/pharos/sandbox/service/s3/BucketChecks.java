package io.pharos.sandbox.service.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What S3 checks of each of a bucket's configurations. */
public final class BucketChecks {
  private static final String KEY = "aws:kms/key:Key";
  private static final String REPLICATION =
      "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
  private static final String ACCESS_BLOCK =
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
  private static final Set<String> OWNERSHIPS =
      Set.of("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced");
  private static final List<String> LIFECYCLE_ACTIONS =
      List.of(
          "abortIncompleteMultipartUpload",
          "expiration",
          "noncurrentVersionExpiration",
          "noncurrentVersionTransitions",
          "transitions");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final Buckets buckets;

  public BucketChecks(World world, Buckets buckets) {
    this.world = world;
    this.buckets = buckets;
  }

  /** The behaviour of every configuration, by its type. */
  public Map<String, Behavior> behaviors() {
    Map<String, Behavior> behaviors = new TreeMap<>();
    behaviors.put(Buckets.VERSIONING, new BucketConfiguration(world, buckets, this::versioning));
    behaviors.put(
        REPLICATION, new BucketConfiguration(world, buckets, new ReplicationCheck(world, buckets)));
    behaviors.put(ACCESS_BLOCK, new BucketConfiguration(world, buckets, (b, c) -> {}));
    behaviors.put(
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        new BucketConfiguration(world, buckets, this::encryption));
    behaviors.put(
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
        new BucketConfiguration(world, buckets, BucketChecks::lifecycle));
    behaviors.put(
        "aws:s3/bucketPolicy:BucketPolicy", new BucketConfiguration(world, buckets, this::policy));
    behaviors.put(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        new BucketConfiguration(world, buckets, BucketChecks::ownership));
    behaviors.put(
        "aws:s3/bucketLoggingV2:BucketLoggingV2",
        new BucketConfiguration(world, buckets, this::logging));
    return behaviors;
  }

  private void versioning(Resource bucket, Resource wanted) {
    Object status = wanted.map("versioningConfiguration").get("status");
    if (!Set.of("Enabled", "Suspended", "Disabled").contains(String.valueOf(status))) {
      throw S3Refusal.argument("Versioning status must be Enabled, Suspended or Disabled");
    }
    boolean replicated =
        world.account().find(REPLICATION, bucket.region(), bucket.id()).isPresent();
    if (replicated && !"Enabled".equals(status)) {
      throw S3Refusal.of(
          409,
          "InvalidBucketState",
          "A replication configuration is present on this bucket, so the versioning state cannot be"
              + " changed.");
    }
  }

  private void encryption(Resource bucket, Resource wanted) {
    for (Map<String, Object> rule : wanted.maps("rules")) {
      if (!(rule.get("applyServerSideEncryptionByDefault") instanceof Map<?, ?> byDefault)) {
        continue;
      }
      String algorithm = String.valueOf(byDefault.get("sseAlgorithm"));
      if (!Set.of("AES256", "aws:kms", "aws:kms:dsse").contains(algorithm)) {
        throw S3Refusal.of(400, "MalformedXML", "Unknown SSE algorithm " + algorithm);
      }
      Object key = byDefault.get("kmsMasterKeyId");
      if (key == null) {
        continue;
      }
      if (algorithm.equals("AES256")) {
        throw S3Refusal.argument("A KMSMasterKeyID is not applicable if the algorithm is AES256");
      }
      boolean there =
          !key.toString().startsWith("arn:")
              || world
                  .account()
                  .byArn(KEY, key.toString())
                  .filter(found -> found.region().equals(bucket.region()))
                  .isPresent();
      if (!there) {
        throw S3Refusal.of(
            400, "KMS.NotFoundException", "Key '" + key + "' does not exist in " + bucket.region());
      }
    }
  }

  private static void lifecycle(Resource bucket, Resource wanted) {
    Set<Object> ids = new HashSet<>();
    for (Map<String, Object> rule : wanted.maps("rules")) {
      if (!ids.add(rule.get("id"))) {
        throw S3Refusal.argument("Rule ID must be unique. Found same ID for more than one rule");
      }
      if (!Set.of("Enabled", "Disabled").contains(String.valueOf(rule.get("status")))) {
        throw S3Refusal.of(400, "MalformedXML", "The status of a rule is Enabled or Disabled");
      }
      if (LIFECYCLE_ACTIONS.stream().noneMatch(rule::containsKey)) {
        throw S3Refusal.request("At least one action needs to be specified in a rule.");
      }
    }
  }

  private static void ownership(Resource bucket, Resource wanted) {
    Object ownership = wanted.map("rule").get("objectOwnership");
    if (!OWNERSHIPS.contains(String.valueOf(ownership))) {
      throw S3Refusal.of(400, "MalformedXML", "Unknown object ownership " + ownership);
    }
  }

  private void logging(Resource bucket, Resource wanted) {
    String target = wanted.string("targetBucket");
    boolean there =
        buckets.find(target).filter(found -> found.region().equals(bucket.region())).isPresent();
    if (!there) {
      throw S3Refusal.of(
          400,
          "InvalidTargetBucketForLogging",
          "The target bucket for logging does not exist in this Region: " + target);
    }
  }

  private void policy(Resource bucket, Resource wanted) {
    JsonNode policy;
    try {
      policy = JSON.readTree(wanted.string("policy"));
    } catch (JsonProcessingException e) {
      throw malformed("This policy contains invalid Json");
    }
    if (!policy.path("Statement").isContainerNode()) {
      throw malformed("Missing required field Statement");
    }
    JsonNode statements = policy.get("Statement");
    for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
      checkResources(bucket, statement.path("Resource"));
      boolean everybody =
          statement.path("Principal").asText().equals("*")
              || statement.path("Principal").path("AWS").asText().equals("*");
      boolean allows = statement.path("Effect").asText().equals("Allow");
      if (everybody && allows && !statement.has("Condition") && blocksPublicPolicy(bucket)) {
        throw S3Refusal.of(
            403,
            "AccessDenied",
            "The policy is public, and the BlockPublicPolicy setting is on for " + bucket.id());
      }
    }
  }

  private static void checkResources(Resource bucket, JsonNode resources) {
    for (JsonNode resource : resources.isArray() ? resources : List.of(resources)) {
      String arn = resource.asText();
      if (!arn.equals(bucket.string("arn")) && !arn.startsWith(bucket.string("arn") + "/")) {
        throw malformed("Policy has invalid resource: " + arn);
      }
    }
  }

  private boolean blocksPublicPolicy(Resource bucket) {
    return world
        .account()
        .find(ACCESS_BLOCK, bucket.region(), bucket.id())
        .filter(block -> block.flag("blockPublicPolicy"))
        .isPresent();
  }

  private static RuntimeException malformed(String message) {
    return S3Refusal.of(400, "MalformedPolicy", message);
  }
}
