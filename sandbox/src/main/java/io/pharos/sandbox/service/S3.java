package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.ConditionContext;
import io.pharos.sandbox.service.s3.BucketChecks;
import io.pharos.sandbox.service.s3.Buckets;
import io.pharos.sandbox.service.s3.ObjectBehavior;
import io.pharos.sandbox.service.s3.S3Api;
import io.pharos.sandbox.service.s3.StoredObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Amazon S3: buckets and their configurations, and which objects are where. Objects replicate as
 * the configuration says.
 */
public final class S3 implements Service {
  private final World world;
  private final Buckets buckets;
  private final Map<String, Behavior> behaviors;

  public S3(World world) {
    this.world = world;
    this.buckets = new Buckets(world);
    this.behaviors = new TreeMap<>(new BucketChecks(world, buckets).behaviors());
    behaviors.put(Buckets.BUCKET, buckets);
    behaviors.put(ObjectBehavior.TYPE, new ObjectBehavior(buckets));
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(S3Client.class, (region, caller) -> new S3Api(buckets, region));
  }

  /** Writes an object as the operator does, who may. */
  public void put(String bucket, String key) {
    buckets.put(bucket, key, new byte[0]);
  }

  /** Deletes an object as the operator does: a delete marker covers it. */
  public void delete(String bucket, String key) {
    buckets.delete(bucket, key);
  }

  /**
   * Writes an object as a role does, which must be let to, and to use the bucket's key.
   *
   * @return why not, or empty
   */
  public Optional<String> put(String roleArn, String bucket, String key) {
    Optional<Resource> found = buckets.find(bucket);
    if (found.isEmpty()) {
      return Optional.of("NoSuchBucket: " + bucket);
    }
    Optional<String> denied =
        world
            .service(Iam.class)
            .denial(
                roleArn,
                "s3:PutObject",
                found.get().string("arn") + "/" + key,
                ConditionContext.of(Map.of()))
            .or(() -> buckets.replication().unusable(roleArn, found.get()));
    if (denied.isEmpty()) {
      buckets.put(bucket, key, new byte[0]);
    }
    return denied;
  }

  public Collection<String> keys(String bucket) {
    return buckets.keys(bucket);
  }

  /** The bucket with this name, wherever it is. */
  public Optional<Resource> find(String bucket) {
    return buckets.find(bucket);
  }

  /** The content of an object; empty where there is none, or a delete marker over it. */
  public Optional<byte[]> content(String bucket, String key) {
    return Optional.ofNullable(buckets.objects(bucket).get(key))
        .filter(object -> !object.deleted())
        .map(StoredObject::content);
  }

  /** What a bucket holds, by key, and how far each object's replication is. */
  public Map<String, StoredObject> objects(String bucket) {
    return buckets.objects(bucket);
  }

  /** Why objects were not replicated, each reason once. */
  public List<String> replicationFailures() {
    return buckets.replication().failures();
  }
}
