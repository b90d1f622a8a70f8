package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.KeyRefusal;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.iam.PolicyRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends new objects of a bucket to where its rules say, with the permissions and keys that its role
 * has. A Region that is away keeps objects waiting, and they go on by themselves when it is back;
 * what is missing for good fails the object, with S3's own reason.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html">Getting
 *     replication status information</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html">Amazon
 *     S3 replication failure reasons</a>
 */
public final class ObjectReplication {
  private static final String CONFIGURATION =
      "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
  private static final String ENCRYPTION =
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private record Waiting(Resource source, StoredObject object, Rule rule) {}

  private final World world;
  private final Buckets buckets;
  private final Map<String, Deque<Waiting>> waiting = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  ObjectReplication(World world, Buckets buckets) {
    this.world = world;
    this.buckets = buckets;
  }

  /** What a rule says, as it was when an object was written. */
  private record Rule(String role, String targetBucket, Optional<String> replicaKey) {}

  /** Why objects were not replicated, each reason once. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** A new object, or a delete marker: on its way if a rule of its bucket is about it. */
  StoredObject.Status written(Resource source, StoredObject object) {
    Optional<Rule> rule = rule(source, object);
    if (rule.isEmpty()) {
      return StoredObject.Status.NONE;
    }
    Deque<Waiting> queue = waiting.computeIfAbsent(source.id(), id -> new ArrayDeque<>());
    queue.add(new Waiting(source, object, rule.get()));
    if (queue.size() == 1) {
      next(source, latency(source, object));
    }
    return StoredObject.Status.PENDING;
  }

  private Duration latency(Resource source, StoredObject object) {
    return world.latency().sample("s3.replication", source.id(), object.key());
  }

  private void next(Resource source, Duration delay) {
    world.clock().after(delay, "s3:replication:" + source.id(), () -> replicate(source));
  }

  /** The oldest one; the others follow at once, since S3 sends many at a time. */
  private void replicate(Resource source) {
    Deque<Waiting> queue = waiting.get(source.id());
    Resource target = null;
    while (!queue.isEmpty()) {
      Waiting first = queue.getFirst();
      target = buckets.find(first.rule().targetBucket()).orElse(null);
      boolean away =
          world.faults().dead(source.region())
              || target != null
                  && (!world.faults().reaches(source.region(), target.region())
                      || world.faults().severed(source.region(), target.region()));
      if (away) {
        next(source, TRY_AGAIN);
        return;
      }
      if (first.object().written().equals(world.clock().instant())) {
        next(source, latency(source, first.object()));
        return;
      }
      queue.removeFirst();
      arrive(first, target);
    }
  }

  private void arrive(Waiting first, Resource target) {
    Optional<String> failure = failure(first, target);
    if (failure.isEmpty()) {
      first.object().status(StoredObject.Status.COMPLETED);
      buckets.receive(target, first.object());
      return;
    }
    first.object().status(StoredObject.Status.FAILED);
    String told =
        "objects of bucket " + first.source().id() + " are not replicated: " + failure.get();
    if (!failures.contains(told)) {
      failures.add(told);
    }
  }

  private Optional<Rule> rule(Resource source, StoredObject object) {
    return world
        .account()
        .find(CONFIGURATION, source.region(), source.id())
        .flatMap(
            configuration ->
                configuration.maps("rules").stream()
                    .filter(rule -> "Enabled".equals(rule.get("status")))
                    .filter(rule -> object.key().startsWith(text(rule, "filter", "prefix")))
                    .filter(
                        rule ->
                            !object.deleted()
                                || text(rule, "deleteMarkerReplication", "status")
                                    .equals("Enabled"))
                    .filter(rule -> key(source).isEmpty() || replicatesEncrypted(rule))
                    .findFirst()
                    .map(
                        rule ->
                            new Rule(
                                configuration.string("role"),
                                text(rule, "destination", "bucket").replace("arn:aws:s3:::", ""),
                                Optional.of(
                                        text(
                                            rule,
                                            "destination",
                                            "encryptionConfiguration",
                                            "replicaKmsKeyId"))
                                    .filter(key -> !key.isEmpty()))));
  }

  private static boolean replicatesEncrypted(Map<String, Object> rule) {
    return text(rule, "sourceSelectionCriteria", "sseKmsEncryptedObjects", "status")
        .equals("Enabled");
  }

  /** The key that encrypts what is written to a bucket. */
  Optional<String> key(Resource bucket) {
    return world
        .account()
        .find(ENCRYPTION, bucket.region(), bucket.id())
        .flatMap(configuration -> configuration.maps("rules").stream().findFirst())
        .map(rule -> text(rule, "applyServerSideEncryptionByDefault", "kmsMasterKeyId"))
        .filter(key -> !key.isEmpty());
  }

  /** Why a role may not write with the key of a bucket, or empty. */
  public Optional<String> unusable(String roleArn, Resource bucket) {
    return key(bucket)
        .flatMap(
            keyArn ->
                world
                    .service(Kms.class)
                    .refusal(
                        PolicyRequest.Principal.role(roleArn),
                        "kms:GenerateDataKey",
                        bucket.region(),
                        keyArn,
                        throughS3(bucket)))
        .map(KeyRefusal::message);
  }

  private static ConditionContext throughS3(Resource bucket) {
    return ConditionContext.of(
        Map.of("kms:ViaService", "s3." + bucket.region() + ".amazonaws.com"));
  }

  private Optional<String> failure(Waiting object, Resource target) {
    Rule rule = object.rule();
    Resource source = object.source();
    if (!world.service(Iam.class).canAssume(rule.role(), "s3.amazonaws.com")) {
      return Optional.of("AssumeRoleNotPermitted: " + rule.role());
    }
    if (target == null) {
      return Optional.of("DstBucketNotFound: " + rule.targetBucket());
    }
    if (!buckets.versioned(source)) {
      return Optional.of("SrcBucketUnversioned: " + source.id());
    }
    if (!buckets.versioned(target)) {
      return Optional.of("DstBucketUnversioned: " + target.id());
    }
    String key = "/" + object.object().key();
    String write = object.object().deleted() ? "s3:ReplicateDelete" : "s3:ReplicateObject";
    return denied(
            "SrcGetObjectNotPermitted",
            rule,
            "s3:GetObjectVersionForReplication",
            source.string("arn") + key)
        .or(() -> key(source).flatMap(id -> refused("Src", rule, "kms:Decrypt", source, id)))
        .or(() -> denied("DstPutObjectNotPermitted", rule, write, target.string("arn") + key))
        .or(
            () ->
                rule.replicaKey()
                    .flatMap(id -> refused("Dst", rule, "kms:GenerateDataKey", target, id)));
  }

  private Optional<String> denied(String code, Rule rule, String action, String resource) {
    return world
        .service(Iam.class)
        .denial(rule.role(), action, resource, ConditionContext.of(Map.of()))
        .map(text -> code + ": " + text);
  }

  /** The key must be there, usable, and the role must be let to use it through S3. */
  private Optional<String> refused(
      String end, Rule rule, String action, Resource bucket, String keyArn) {
    Kms kms = world.service(Kms.class);
    if (kms.key(bucket.region(), keyArn).isEmpty()) {
      return Optional.of(end + "KmsKeyNotFound: " + keyArn);
    }
    return kms.refusal(
            PolicyRequest.Principal.role(rule.role()),
            action,
            bucket.region(),
            keyArn,
            throughS3(bucket))
        .map(KeyRefusal::message)
        .map(text -> end + "KmsKeyInvalidState: " + text);
  }

  private static String text(Map<String, Object> rule, String... path) {
    Object value = rule;
    for (String name : path) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return value == null ? "" : value.toString();
  }
}
