package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Buckets: one namespace for all Regions, and no deletion of what still holds objects. */
public final class Buckets implements Behavior {
  public static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  static final String VERSIONING = "aws:s3/bucketVersioningV2:BucketVersioningV2";

  private final World world;
  private final Map<String, Resource> byName = new TreeMap<>();
  private final Map<String, Map<String, StoredObject>> objects = new TreeMap<>();
  private final ObjectReplication replication;

  public Buckets(World world) {
    this.world = world;
    this.replication = new ObjectReplication(world, this);
  }

  @Override
  public void create(Resource bucket) {
    String name = bucket.string("bucket");
    boolean valid =
        name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
            && !name.contains("..")
            && !name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")
            && !name.startsWith("xn--");
    if (!valid) {
      throw S3Refusal.of(400, "InvalidBucketName", "The specified bucket is not valid: " + name);
    }
    if (find(name).isPresent()) {
      throw S3Refusal.of(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it: "
              + name);
    }
    bucket.id(name);
    bucket.set("arn", "arn:aws:s3:::" + name);
    bucket.set("bucketDomainName", name + ".s3.amazonaws.com");
    bucket.set("bucketRegionalDomainName", name + ".s3." + bucket.region() + ".amazonaws.com");
    bucket.set("region", bucket.region());
    bucket.set("requestPayer", "BucketOwner");
    bucket.attributes().putIfAbsent("objectLockEnabled", false);
  }

  @Override
  public void start(Resource bucket) {
    byName.put(bucket.id(), bucket);
  }

  @Override
  public void delete(Resource bucket) {
    if (!bucket.flag("forceDestroy") && !objects.getOrDefault(bucket.id(), Map.of()).isEmpty()) {
      throw S3Refusal.of(
          409,
          "BucketNotEmpty",
          "The bucket you tried to delete is not empty. You must delete all versions in the"
              + " bucket.");
    }
    objects.remove(bucket.id());
    byName.remove(bucket.id());
  }

  /** The bucket with this name, wherever it is. */
  public Optional<Resource> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The bucket that a configuration is for: it must be in the configuration's Region. */
  Resource of(Resource configuration) {
    String name = configuration.string("bucket");
    Resource bucket = find(name).orElseThrow(() -> S3Refusal.noBucket(name));
    if (!bucket.region().equals(configuration.region())) {
      throw S3Refusal.of(
          301,
          "PermanentRedirect",
          "The bucket " + name + " must be addressed in " + bucket.region() + ".");
    }
    return bucket;
  }

  boolean versioned(Resource bucket) {
    return world
        .account()
        .first(
            VERSIONING,
            bucket.region(),
            versioning -> versioning.string("bucket").equals(bucket.id()))
        .map(versioning -> versioning.map("versioningConfiguration").get("status"))
        .filter("Enabled"::equals)
        .isPresent();
  }

  /** Writes an object, and sends it where the bucket's rules say. */
  public StoredObject put(String bucket, String key) {
    return write(bucket, key, false);
  }

  /** Puts a delete marker over an object, as a bucket with versions does. */
  public StoredObject delete(String bucket, String key) {
    return write(bucket, key, true);
  }

  private StoredObject write(String name, String key, boolean deleted) {
    Resource bucket = find(name).orElseThrow(() -> S3Refusal.noBucket(name));
    StoredObject object =
        new StoredObject(key, world.clock().instant(), deleted, StoredObject.Status.NONE);
    of(name).put(key, object);
    object.status(replication.written(bucket, object));
    return object;
  }

  /** A replica arrives; it does not replace what was written here later. */
  void receive(Resource bucket, StoredObject original) {
    Map<String, StoredObject> here = of(bucket.id());
    StoredObject known = here.get(original.key());
    if (known == null || !known.written().isAfter(original.written())) {
      here.put(
          original.key(),
          new StoredObject(
              original.key(), original.written(), original.deleted(), StoredObject.Status.REPLICA));
    }
  }

  private Map<String, StoredObject> of(String bucket) {
    return objects.computeIfAbsent(bucket, name -> new TreeMap<>());
  }

  /** What sends objects on. */
  public ObjectReplication replication() {
    return replication;
  }

  /** What a bucket holds, by key. */
  public Map<String, StoredObject> objects(String bucket) {
    return Collections.unmodifiableMap(objects.getOrDefault(bucket, Map.of()));
  }

  /** The keys in a bucket, in order. */
  public Collection<String> keys(String bucket) {
    return Set.copyOf(objects(bucket).keySet());
  }
}
