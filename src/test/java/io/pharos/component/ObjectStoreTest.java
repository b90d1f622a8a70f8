package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void data_isVersionedEncryptedAndPrivate() {
    deploy(Optional.empty(), new ExampleConfiguration());

    assertThat(aws.inputs("BucketV2/object-store"))
        .containsEntry("bucket", "shop-prod-eu-west-1-123456789012-data")
        .containsEntry("forceDestroy", false);
    assertThat(aws.inputs("BucketVersioningV2/object-store"))
        .containsEntry("versioningConfiguration", Map.of("status", "Enabled"));
    assertThat(aws.inputs("BucketServerSideEncryptionConfigurationV2/object-store").get("rules"))
        .asString()
        .contains("aws:kms", "arn:Key-encryption", "bucketKeyEnabled=true");
    assertThat(aws.inputs("BucketPublicAccessBlock/object-store").values())
        .filteredOn(value -> !"BucketV2-object-store".equals(value))
        .hasSize(4)
        .containsOnly(true);
    assertThat((String) aws.inputs("BucketPolicy/object-store").get("policy"))
        .contains("\"Effect\":\"Deny\"", "{\"aws:SecureTransport\":\"false\"}");
    assertThat(aws.options("BucketV2/object-store").isProtect()).isTrue();
  }

  @Test
  void logs_areTakenFromTheDataBucketOnly() {
    deploy(Optional.empty(), new ExampleConfiguration());

    assertThat((String) aws.inputs("BucketPolicy/object-store-logs").get("policy"))
        .contains("logging.s3.amazonaws.com", "aws:SourceArn");
    assertThat(aws.inputs("BucketLoggingV2/object-store"))
        .containsEntry("targetBucket", "BucketV2-object-store-logs");
  }

  @Test
  void withoutPeer_nothingIsReplicatedYet() {
    deploy(Optional.empty(), new ExampleConfiguration());

    assertThat(aws.named("BucketReplicationConfig")).isEmpty();
    assertThat(aws.named("Role")).isEmpty();
  }

  @Test
  void withPeer_everythingIsReplicatedUnderThePeersKey() {
    deploy(Optional.of(Output.of("arn:peer-key")), new ExampleConfiguration());

    Map<?, ?> rule =
        (Map<?, ?>)
            ((List<?>) aws.inputs("BucketReplicationConfig/object-store-replication").get("rules"))
                .get(0);
    assertThat(rule.get("destination"))
        .isEqualTo(
            Map.of(
                "bucket",
                "arn:aws:s3:::shop-prod-eu-central-1-123456789012-data",
                "encryptionConfiguration",
                Map.of("replicaKmsKeyId", "arn:peer-key"),
                "metrics",
                Map.of("status", "Enabled")));
    assertThat(rule.get("deleteMarkerReplication")).isEqualTo(Map.of("status", "Disabled"));
    assertThat(rule.get("sourceSelectionCriteria"))
        .isEqualTo(
            Map.of(
                "sseKmsEncryptedObjects", Map.of("status", "Enabled"),
                "replicaModifications", Map.of("status", "Enabled")));
    assertThat(aws.inputs("Role/object-store-replication"))
        .containsEntry("name", "shop-prod-eu-west-1-replication");
    assertThat((String) aws.inputs("RolePolicy/object-store-replication").get("policy"))
        .contains("s3.eu-central-1.amazonaws.com", "arn:peer-key");
  }

  @Test
  void withoutProtection_bucketsGoWithTheirObjects() {
    deploy(Optional.empty(), new ExampleConfiguration().set("protection", "off"));

    assertThat(aws.inputs("BucketV2/object-store")).containsEntry("forceDestroy", true);
    assertThat(aws.inputs("BucketV2/object-store-logs")).containsEntry("forceDestroy", true);
  }

  private void deploy(Optional<Output<String>> peerKeyArn, ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), Position.PRIMARY);
    aws.run(
        (context, options) -> {
          Encryption encryption = new Region(site, options).encryption();
          new ObjectStore(
              "object-store", new ObjectStoreArgs(site, encryption, peerKeyArn), options);
        });
  }
}
