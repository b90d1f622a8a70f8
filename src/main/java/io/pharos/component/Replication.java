package io.pharos.component;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.s3.BucketReplicationConfig;
import com.pulumi.aws.s3.BucketReplicationConfigArgs;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDeleteMarkerReplicationArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDestinationArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDestinationMetricsArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleSourceSelectionCriteriaArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleSourceSelectionCriteriaReplicaModificationsArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;

/**
 * Sends every new object of the data bucket, and every change of a replica's metadata, to the other
 * Region's bucket, under that Region's key. Deletions stay where they are made: what is deleted by
 * mistake is still in the other Region.
 */
final class Replication {

  /** The two ends. */
  record Link(
      SecuredBucket source,
      Output<String> sourceKeyArn,
      Output<String> peerKeyArn,
      Output<String> account) {

    Output<String> peerArn(Site site) {
      return account.applyValue(id -> "arn:aws:s3:::" + ObjectStore.peerDataBucket(site, id));
    }
  }

  Replication(String prefix, Site site, Link link, BucketVersioningV2 versioning, Resource parent) {
    CustomResourceOptions options = CustomResourceOptions.builder().parent(parent).build();
    String name = prefix + "-replication";
    Output<String> peerArn = link.peerArn(site);
    Role role =
        new Role(
            name,
            RoleArgs.builder()
                .name(site.names().global(site.region(), "replication"))
                .description("S3 replicates objects to " + site.peerRegion())
                .assumeRolePolicy(PolicyDocument.trust("s3.amazonaws.com"))
                .build(),
            options);
    RolePolicy policy =
        new RolePolicy(
            name,
            RolePolicyArgs.builder()
                .name("replicate")
                .role(role.id())
                .policy(
                    Output.tuple(
                            link.source().arn(), peerArn, link.sourceKeyArn(), link.peerKeyArn())
                        .applyValue(t -> policy(site, t.t1, t.t2, t.t3, t.t4)))
                .build(),
            options);
    new BucketReplicationConfig(
        name,
        BucketReplicationConfigArgs.builder()
            .bucket(link.source().id())
            .role(role.arn())
            .rules(rule(peerArn, link.peerKeyArn()))
            .build(),
        // S3 refuses rules on a bucket that is not versioned yet.
        CustomResourceOptions.builder().parent(parent).dependsOn(versioning, policy).build());
  }

  private static BucketReplicationConfigRuleArgs rule(
      Output<String> peerArn, Output<String> peerKeyArn) {
    return BucketReplicationConfigRuleArgs.builder()
        .id("everything")
        .status("Enabled")
        .priority(1)
        .filter(BucketReplicationConfigRuleFilterArgs.builder().prefix("").build())
        .deleteMarkerReplication(
            BucketReplicationConfigRuleDeleteMarkerReplicationArgs.builder()
                .status("Disabled")
                .build())
        .sourceSelectionCriteria(
            BucketReplicationConfigRuleSourceSelectionCriteriaArgs.builder()
                .sseKmsEncryptedObjects(
                    BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs
                        .builder()
                        .status("Enabled")
                        .build())
                .replicaModifications(
                    BucketReplicationConfigRuleSourceSelectionCriteriaReplicaModificationsArgs
                        .builder()
                        .status("Enabled")
                        .build())
                .build())
        .destination(
            BucketReplicationConfigRuleDestinationArgs.builder()
                .bucket(peerArn)
                // What is pending and what failed is known to CloudWatch only with these.
                .metrics(
                    BucketReplicationConfigRuleDestinationMetricsArgs.builder()
                        .status("Enabled")
                        .build())
                .encryptionConfiguration(
                    BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs.builder()
                        .replicaKmsKeyId(peerKeyArn)
                        .build())
                .build())
        .build();
  }

  private static String policy(
      Site site, String sourceArn, String peerArn, String sourceKeyArn, String peerKeyArn) {
    return PolicyDocument.of(
            Statement.allow("ReadConfiguration")
                .actions("s3:GetReplicationConfiguration", "s3:ListBucket")
                .resources(sourceArn),
            Statement.allow("ReadVersions")
                .actions(
                    "s3:GetObjectVersionForReplication",
                    "s3:GetObjectVersionAcl",
                    "s3:GetObjectVersionTagging")
                .resources(sourceArn + "/*"),
            Statement.allow("Replicate")
                .actions("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags")
                .resources(peerArn + "/*"),
            Statement.allow("Decrypt")
                .actions("kms:Decrypt")
                .resources(sourceKeyArn)
                .when("StringEquals", "kms:ViaService", "s3." + site.region() + ".amazonaws.com"),
            Statement.allow("Encrypt")
                .actions("kms:Encrypt", "kms:GenerateDataKey")
                .resources(peerKeyArn)
                .when(
                    "StringEquals", "kms:ViaService", "s3." + site.peerRegion() + ".amazonaws.com"))
        .toString();
  }
}
