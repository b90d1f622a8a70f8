package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.s3.BucketChecks;
import io.pharos.sandbox.service.s3.Buckets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Amazon S3: buckets and their configurations. Of objects it knows only that they are there. */
public final class S3 implements Service {
  private final Buckets buckets;
  private final Map<String, Behavior> behaviors;

  public S3(World world) {
    this.buckets = new Buckets(world);
    this.behaviors = new TreeMap<>(new BucketChecks(world, buckets).behaviors());
    behaviors.put(Buckets.BUCKET, buckets);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors;
  }

  /** Notes that a bucket holds an object, so that it is not empty. */
  public void put(String bucket, String key) {
    buckets.put(bucket, key);
  }

  public Collection<String> keys(String bucket) {
    return buckets.keys(bucket);
  }
}
