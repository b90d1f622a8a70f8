package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.PEER_REGION;
import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.s3.StoredObject;
import io.pharos.sandbox.service.s3.StoredObject.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects on their way from one bucket to another, and what keeps them. */
class S3ReplicationTest {
  private static final String KEY = "aws:kms/key:Key";
  private static final String VERSIONING = "aws:s3/bucketVersioningV2:BucketVersioningV2";
  private static final String ENCRYPTION =
      "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
  private static final String KEY_POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}""";

  private final GivenAccount aws = new GivenAccount();
  private final S3 s3 = aws.world.service(S3.class);
  private Resource sourceKey;
  private Resource targetKey;
  private Resource targetVersions;
  private Resource policy;

  @BeforeEach
  void twoBuckets() {
    aws.world.latency().with("s3.replication", Duration.ofSeconds(10));
    sourceKey = aws.createIn(REGION, KEY, "here", "policy", KEY_POLICY);
    targetKey = aws.createIn(PEER_REGION, KEY, "there", "policy", KEY_POLICY);
    bucket(REGION, "here", sourceKey);
    targetVersions = bucket(PEER_REGION, "there", targetKey);
    aws.createIn(
        Account.GLOBAL,
        "aws:iam/role:Role",
        "replication",
        "name",
        "replication",
        "assumeRolePolicy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
    policy =
        aws.createIn(
            Account.GLOBAL,
            "aws:iam/rolePolicy:RolePolicy",
            "replicate",
            "name",
            "replicate",
            "role",
            "replication",
            "policy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":
             ["s3:GetObjectVersionForReplication","s3:ReplicateObject","s3:ReplicateDelete",
              "kms:Decrypt","kms:Encrypt","kms:GenerateDataKey"],"Resource":"*"}]}""");
  }

  private Resource bucket(String region, String name, Resource key) {
    aws.createIn(region, "aws:s3/bucketV2:BucketV2", name, "bucket", name);
    aws.createIn(
        region,
        ENCRYPTION,
        name,
        "bucket",
        name,
        "rules",
        List.of(
            Map.of(
                "applyServerSideEncryptionByDefault",
                Map.of("sseAlgorithm", "aws:kms", "kmsMasterKeyId", key.string("arn")))));
    return aws.createIn(
        region,
        VERSIONING,
        name,
        "bucket",
        name,
        "versioningConfiguration",
        Map.of("status", "Enabled"));
  }

  private void replicate(String deleteMarkers) {
    aws.createIn(
        REGION,
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "replication",
        "bucket",
        "here",
        "role",
        "arn:aws:iam::123456789012:role/replication",
        "rules",
        List.of(
            Map.of(
                "id",
                "all",
                "status",
                "Enabled",
                "filter",
                Map.of("prefix", ""),
                "deleteMarkerReplication",
                Map.of("status", deleteMarkers),
                "sourceSelectionCriteria",
                Map.of("sseKmsEncryptedObjects", Map.of("status", "Enabled")),
                "destination",
                Map.of(
                    "bucket",
                    "arn:aws:s3:::there",
                    "encryptionConfiguration",
                    Map.of("replicaKmsKeyId", targetKey.string("arn"))))));
  }

  private Status status(String bucket, String key) {
    StoredObject object = s3.objects(bucket).get(key);
    return object == null ? null : object.status();
  }

  @Test
  void an_object_arrives_after_its_time() {
    replicate("Disabled");
    s3.put("here", "a");

    assertThat(status("here", "a")).isEqualTo(Status.PENDING);
    assertThat(s3.keys("there")).isEmpty();
    aws.pass(Duration.ofSeconds(11));

    assertThat(status("here", "a")).isEqualTo(Status.COMPLETED);
    assertThat(status("there", "a")).isEqualTo(Status.REPLICA);
    assertThat(s3.replicationFailures()).isEmpty();
  }

  @Test
  void what_was_written_before_the_rule_stays_where_it_is() {
    s3.put("here", "early");
    replicate("Disabled");
    aws.pass(Duration.ofMinutes(30));

    assertThat(status("here", "early")).isEqualTo(Status.NONE);
    assertThat(s3.keys("there")).isEmpty();
  }

  @Test
  void a_lost_region_keeps_objects_waiting_and_they_arrive_when_it_is_back() {
    replicate("Disabled");
    s3.put("here", "a");
    aws.world.faults().fail(REGION, Faults.Kind.DEAD);
    aws.pass(Duration.ofMinutes(30));
    assertThat(status("here", "a")).isEqualTo(Status.PENDING);
    assertThat(s3.keys("there")).isEmpty();

    aws.world.faults().heal(REGION);
    aws.pass(Duration.ofMinutes(2));

    assertThat(status("there", "a")).isEqualTo(Status.REPLICA);
  }

  @Test
  void what_was_written_over_there_meanwhile_stays_current() {
    replicate("Disabled");
    s3.put("here", "a");
    aws.world.faults().fail(REGION, Faults.Kind.DEAD);
    aws.pass(Duration.ofMinutes(30));
    s3.put("there", "a");
    aws.world.faults().heal(REGION);
    aws.pass(Duration.ofMinutes(2));

    assertThat(status("here", "a")).isEqualTo(Status.COMPLETED);
    assertThat(status("there", "a")).isEqualTo(Status.NONE);
  }

  @Test
  void without_versions_over_there_it_fails_for_good_and_says_so() {
    replicate("Disabled");
    aws.world.account().remove(targetVersions);
    s3.put("here", "a");
    aws.pass(Duration.ofMinutes(5));

    assertThat(status("here", "a")).isEqualTo(Status.FAILED);
    assertThat(s3.replicationFailures())
        .containsExactly("objects of bucket here are not replicated: DstBucketUnversioned: there");
  }

  @Test
  void without_the_key_over_there_it_fails_and_names_the_key() {
    replicate("Disabled");
    aws.world.account().remove(targetKey);
    s3.put("here", "a");
    aws.pass(Duration.ofMinutes(5));

    assertThat(s3.replicationFailures())
        .singleElement()
        .asString()
        .contains("DstKmsKeyNotFound", targetKey.string("arn"));
  }

  @Test
  void without_a_permission_it_fails_and_names_the_action() {
    replicate("Disabled");
    for (String action :
        List.of(
            "s3:GetObjectVersionForReplication",
            "kms:Decrypt",
            "s3:ReplicateObject",
            "kms:GenerateDataKey")) {
      String all = policy.string("policy");
      policy.set("policy", all.replace("\"" + action + "\"", "\"s3:Nothing\""));
      s3.put("here", "without " + action);
      aws.pass(Duration.ofMinutes(5));
      policy.set("policy", all);

      assertThat(status("here", "without " + action)).isEqualTo(Status.FAILED);
      assertThat(s3.replicationFailures()).last().asString().contains(action);
    }
  }

  @Test
  void delete_markers_follow_only_when_the_rule_says_so() {
    replicate("Disabled");
    s3.put("here", "a");
    aws.pass(Duration.ofMinutes(1));
    s3.delete("here", "a");
    aws.pass(Duration.ofMinutes(1));

    assertThat(s3.objects("here").get("a").deleted()).isTrue();
    assertThat(s3.objects("there").get("a").deleted()).isFalse();
  }

  @Test
  void delete_markers_that_are_replicated_arrive() {
    replicate("Enabled");
    s3.put("here", "a");
    aws.pass(Duration.ofMinutes(1));
    s3.delete("here", "a");
    aws.pass(Duration.ofMinutes(1));

    assertThat(s3.objects("there").get("a").deleted()).isTrue();
  }

  @Test
  void many_objects_arrive_in_one_go() {
    replicate("Disabled");
    for (int i = 0; i < 50; i++) {
      s3.put("here", "object-" + i);
      aws.pass(Duration.ofSeconds(1));
    }
    aws.pass(Duration.ofMinutes(1));

    assertThat(s3.keys("there")).hasSize(50);
  }
}
