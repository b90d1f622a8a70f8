package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One of the configurations that a bucket can have besides itself: its id is the bucket's name, it
 * needs the bucket, and what it says is checked.
 */
final class BucketConfiguration implements Behavior {
  private final World world;
  private final Buckets buckets;
  private final BiConsumer<Resource, Resource> check;

  /**
   * @param check is given the bucket and the wanted configuration, and throws what S3 refuses
   */
  BucketConfiguration(World world, Buckets buckets, BiConsumer<Resource, Resource> check) {
    this.world = world;
    this.buckets = buckets;
    this.check = check;
  }

  @Override
  public void create(Resource configuration) {
    Resource bucket = buckets.of(configuration);
    check.accept(bucket, configuration);
    if (world
        .account()
        .find(configuration.type(), configuration.region(), bucket.id())
        .isPresent()) {
      throw S3Refusal.of(
          409,
          "OperationAborted",
          bucket.id()
              + " has a "
              + configuration.type()
              + " already: two would overwrite each other");
    }
    configuration.id(bucket.id());
  }

  @Override
  public void update(Resource configuration, Map<String, Object> before) {
    check.accept(buckets.of(configuration), configuration);
  }
}
