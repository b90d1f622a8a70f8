package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.TwoRegions.FRANKFURT;
import static io.pharos.sandbox.service.TwoRegions.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3Test {
  private static final String BUCKET = "aws:s3/bucketV2:BucketV2";
  private static final String VERSIONING = "aws:s3/bucketVersioningV2:BucketVersioningV2";
  private static final String REPLICATION =
      "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
  private static final String ROLE = "arn:aws:iam::123456789012:role/replication";

  private TwoRegions aws;

  @BeforeEach
  void anAccount() {
    aws = new TwoRegions(S3::new);
    aws.existing("aws:iam/role:Role", Account.GLOBAL, "replication", Map.of("arn", ROLE));
  }

  private Resource bucket(String region, String name) {
    return aws.create(BUCKET, region, name, Map.of("bucket", name));
  }

  private void versioned(String region, String bucket) {
    aws.create(
        VERSIONING,
        region,
        bucket,
        Map.of("bucket", bucket, "versioningConfiguration", Map.of("status", "Enabled")));
  }

  private Resource replication(Map<String, Object> destination) {
    Map<String, Object> rule = new HashMap<>();
    rule.put("id", "all");
    rule.put("status", "Enabled");
    rule.put("destination", destination);
    rule.put(
        "sourceSelectionCriteria", Map.of("sseKmsEncryptedObjects", Map.of("status", "Enabled")));
    return aws.create(
        REPLICATION,
        IRELAND,
        "source",
        Map.of("bucket", "source", "role", ROLE, "rules", List.of(rule)));
  }

  private static Map<String, Object> to(String bucket, String keyRegion) {
    return Map.of(
        "bucket",
        "arn:aws:s3:::" + bucket,
        "encryptionConfiguration",
        Map.of("replicaKmsKeyId", TwoRegions.keyArn(keyRegion)));
  }

  @Test
  void a_name_is_taken_in_all_regions() {
    bucket(IRELAND, "data");

    assertThatThrownBy(() -> bucket(FRANKFURT, "data")).hasMessageContaining("already own it");
    assertThatThrownBy(() -> bucket(FRANKFURT, "Data_1")).hasMessageContaining("not valid");
  }

  @Test
  void a_bucket_with_objects_goes_only_by_force() {
    Resource bucket = bucket(IRELAND, "data");
    aws.world.service(S3.class).put("data", "one");
    assertThatThrownBy(() -> aws.delete(bucket)).hasMessageContaining("not empty");

    aws.update(bucket, Map.of("forceDestroy", true));
    aws.delete(bucket);
    assertThat(bucket(FRANKFURT, "data").id()).isEqualTo("data");
  }

  @Test
  void replication_needs_versions_on_both_ends_and_a_key_over_there() {
    bucket(IRELAND, "source");
    assertThatThrownBy(() -> replication(to("target", FRANKFURT)))
        .hasMessageContaining("Versioning must be 'Enabled'");
    versioned(IRELAND, "source");
    assertThatThrownBy(() -> replication(to("target", FRANKFURT)))
        .hasMessageContaining("must exist");
    bucket(FRANKFURT, "target");
    assertThatThrownBy(() -> replication(to("target", FRANKFURT)))
        .hasMessageContaining("must have versioning");
    versioned(FRANKFURT, "target");
    assertThatThrownBy(() -> replication(to("target", IRELAND)))
        .hasMessageContaining("no key of the destination's Region");
    assertThatThrownBy(() -> replication(Map.of("bucket", "arn:aws:s3:::target")))
        .hasMessageContaining("EncryptionConfiguration must be specified");

    assertThat(replication(to("target", FRANKFURT)).id()).isEqualTo("source");
  }

  @Test
  void a_configuration_needs_its_bucket() {
    assertThatThrownBy(() -> versioned(IRELAND, "nobody")).hasMessageContaining("does not exist");
  }

  @Test
  void a_policy_is_about_its_own_bucket() {
    bucket(IRELAND, "data");
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",\
        "Action":"s3:*","Resource":["arn:aws:s3:::other"]}]}""";

    assertThatThrownBy(
            () ->
                aws.create(
                    "aws:s3/bucketPolicy:BucketPolicy",
                    IRELAND,
                    "data",
                    Map.of("bucket", "data", "policy", policy)))
        .hasMessageContaining("invalid resource");
  }
}
