package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What PutBucketReplication checks: versions on both ends, a destination and a role that exist, and
 * a key of the destination's Region for encrypted objects.
 */
final class ReplicationCheck implements BiConsumer<Resource, Resource> {
  private static final String ARN = "arn:aws:s3:::";

  private final World world;
  private final Buckets buckets;

  ReplicationCheck(World world, Buckets buckets) {
    this.world = world;
    this.buckets = buckets;
  }

  @Override
  public void accept(Resource bucket, Resource wanted) {
    if (!buckets.versioned(bucket)) {
      throw S3Refusal.request(
          "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    }
    String role = wanted.string("role");
    if (world.account().byArn("aws:iam/role:Role", role).isEmpty()) {
      throw S3Refusal.request("The replication role does not exist: " + role);
    }
    List<Map<String, Object>> rules = wanted.maps("rules");
    if (rules.isEmpty()) {
      throw S3Refusal.of(400, "MalformedXML", "A replication configuration needs a rule");
    }
    Set<Object> ids = new HashSet<>();
    for (Map<String, Object> rule : rules) {
      if (rule.get("id") != null && !ids.add(rule.get("id"))) {
        throw S3Refusal.argument("Rule Id must be unique: " + rule.get("id"));
      }
      check(bucket, rule);
    }
  }

  private void check(Resource bucket, Map<String, Object> rule) {
    Map<?, ?> destination = map(rule.get("destination")).orElse(Map.of());
    String arn = String.valueOf(destination.get("bucket"));
    String name = arn.startsWith(ARN) ? arn.substring(ARN.length()) : "";
    Resource target =
        buckets.find(name).orElseThrow(() -> S3Refusal.request("Destination bucket must exist."));
    if (!world.faults().reaches(bucket.region(), target.region())) {
      throw S3Refusal.of(
          503, "ServiceUnavailable", "The destination bucket " + name + " cannot be reached");
    }
    if (target.id().equals(bucket.id())) {
      throw S3Refusal.request("Destination bucket cannot be the same as the source bucket.");
    }
    if (!buckets.versioned(target)) {
      throw S3Refusal.request("Destination bucket must have versioning enabled.");
    }
    if (rule.containsKey("filter") && !rule.containsKey("deleteMarkerReplication")) {
      throw S3Refusal.request(
          "DeleteMarkerReplication must be specified for this version of Cross Region Replication"
              + " configuration schema.");
    }
    checkEncryption(rule, destination, target);
  }

  private void checkEncryption(Map<String, Object> rule, Map<?, ?> destination, Resource target) {
    boolean encrypted =
        map(rule.get("sourceSelectionCriteria"))
            .flatMap(criteria -> map(criteria.get("sseKmsEncryptedObjects")))
            .filter(objects -> "Enabled".equals(objects.get("status")))
            .isPresent();
    Object key =
        map(destination.get("encryptionConfiguration"))
            .map(configuration -> configuration.get("replicaKmsKeyId"))
            .orElse(null);
    if (encrypted && key == null) {
      throw S3Refusal.request(
          "EncryptionConfiguration must be specified if SseKmsEncryptedObjects tag is present");
    }
    // S3 takes any key here, and fails object by object later: Pharos would rather know now.
    boolean usable =
        key == null
            || world
                .account()
                .byArn("aws:kms/key:Key", key.toString())
                .filter(found -> found.region().equals(target.region()))
                .isPresent();
    if (!usable) {
      throw S3Refusal.request(
          "ReplicaKmsKeyID " + key + " is no key of the destination's Region " + target.region());
    }
  }

  private static Optional<Map<?, ?>> map(Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }
}
