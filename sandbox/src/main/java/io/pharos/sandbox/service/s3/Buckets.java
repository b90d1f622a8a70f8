package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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

  /** By bucket and key, the oldest version first. */
  private final Map<String, Map<String, List<StoredObject>>> objects = new TreeMap<>();

  private final ObjectReplication replication;
  private long written;

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
        .find(VERSIONING, bucket.region(), bucket.id())
        .map(versioning -> versioning.map("versioningConfiguration").get("status"))
        .filter("Enabled"::equals)
        .isPresent();
  }

  /** Writes an object, and sends it where the bucket's rules say. */
  public StoredObject put(String bucket, String key, byte[] content) {
    return write(bucket, key, Optional.of(content.clone()));
  }

  /** Puts a delete marker over an object; without versions the object is gone. */
  public StoredObject delete(String bucket, String key) {
    return write(bucket, key, Optional.empty());
  }

  private StoredObject write(String name, String key, Optional<byte[]> content) {
    Resource bucket = find(name).orElseThrow(() -> S3Refusal.noBucket(name));
    List<StoredObject> known = of(name).computeIfAbsent(key, any -> new ArrayList<>());
    boolean versioned = versioned(bucket);
    StoredObject object =
        new StoredObject(
            key,
            versioned ? version(name, key) : "null",
            world.clock().instant(),
            content,
            StoredObject.Status.NONE);
    if (!versioned) {
      known.clear();
    }
    if (versioned || content.isPresent()) {
      known.add(object);
    } else {
      of(name).remove(key);
    }
    object.status(replication.written(bucket, object));
    return object;
  }

  /** Equal runs make equal ids, and no bucket uses one twice. */
  private String version(String bucket, String key) {
    written++;
    return Ids.letters("", 32, bucket, key, world.clock().instant(), written);
  }

  /** Takes a version away for good, which no rule replicates. */
  Optional<StoredObject> erase(String bucket, String key, String version) {
    List<StoredObject> known = of(bucket).getOrDefault(key, new ArrayList<>());
    Optional<StoredObject> found =
        known.stream().filter(each -> each.version().equals(version)).findFirst();
    found.ifPresent(known::remove);
    if (known.isEmpty()) {
      of(bucket).remove(key);
    }
    return found;
  }

  /** A replica arrives; it is no newer than what was written here later. */
  void receive(Resource bucket, StoredObject original) {
    List<StoredObject> here =
        of(bucket.id()).computeIfAbsent(original.key(), any -> new ArrayList<>());
    int place = here.size();
    while (place > 0 && here.get(place - 1).written().isAfter(original.written())) {
      place--;
    }
    here.add(place, original.replica());
  }

  private Map<String, List<StoredObject>> of(String bucket) {
    return objects.computeIfAbsent(bucket, name -> new TreeMap<>());
  }

  /** Every version and delete marker of a bucket by key, the oldest first. */
  Map<String, List<StoredObject>> versions(String bucket) {
    return Collections.unmodifiableMap(of(bucket));
  }

  /** What sends objects on. */
  public ObjectReplication replication() {
    return replication;
  }

  /** The newest version of each object, or the delete marker over it, by key. */
  public Map<String, StoredObject> objects(String bucket) {
    Map<String, StoredObject> newest = new TreeMap<>();
    objects
        .getOrDefault(bucket, Map.of())
        .forEach((key, versions) -> newest.put(key, versions.get(versions.size() - 1)));
    return newest;
  }

  /** The keys in a bucket, in order. */
  public Collection<String> keys(String bucket) {
    return Set.copyOf(objects.getOrDefault(bucket, Map.of()).keySet());
  }
}
