package io.pharos.component;

import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketOwnershipControlsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.component.PolicyDocument.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A bucket that nobody outside the account reads, that is encrypted, and that takes TLS only. */
final class SecuredBucket {
  private final String name;
  private final CustomResourceOptions options;
  private final BucketV2 bucket;
  private final BucketPublicAccessBlock block;
  private final BucketPolicy policy;

  /**
   * What differs between buckets.
   *
   * @param account whose bucket it is
   * @param bucketName made from the account's id
   * @param keyArn the key that encrypts it; without one it is S3's own
   * @param guarded whether it keeps what is in it when it is to be deleted
   * @param statements more of its policy, made from the account's id and the bucket's ARN
   */
  record Spec(
      Output<String> account,
      UnaryOperator<String> bucketName,
      Optional<Output<String>> keyArn,
      boolean guarded,
      BucketLifecycleConfigurationV2RuleArgs lifecycle,
      BiFunction<String, String, List<Statement>> statements) {}

  SecuredBucket(String name, Spec spec, Resource parent) {
    this.name = name;
    this.options = CustomResourceOptions.builder().parent(parent).build();
    this.bucket =
        new BucketV2(
            name,
            BucketV2Args.builder()
                .bucket(spec.account().applyValue(spec.bucketName()::apply))
                .forceDestroy(!spec.guarded())
                .build(),
            CustomResourceOptions.builder().parent(parent).protect(spec.guarded()).build());
    this.block =
        new BucketPublicAccessBlock(
            name,
            BucketPublicAccessBlockArgs.builder()
                .bucket(bucket.id())
                .blockPublicAcls(true)
                .blockPublicPolicy(true)
                .ignorePublicAcls(true)
                .restrictPublicBuckets(true)
                .build(),
            options);
    ownership();
    encryption(spec.keyArn());
    new BucketLifecycleConfigurationV2(
        name,
        BucketLifecycleConfigurationV2Args.builder()
            .bucket(bucket.id())
            .rules(spec.lifecycle())
            .build(),
        options);
    this.policy = policy(spec, parent);
  }

  Output<String> id() {
    return bucket.id();
  }

  Output<String> arn() {
    return bucket.arn();
  }

  /** What has to be there before an AWS service may write. */
  BucketPolicy policy() {
    return policy;
  }

  private void ownership() {
    new BucketOwnershipControls(
        name,
        BucketOwnershipControlsArgs.builder()
            .bucket(bucket.id())
            .rule(
                BucketOwnershipControlsRuleArgs.builder()
                    .objectOwnership("BucketOwnerEnforced")
                    .build())
            .build(),
        options);
  }

  private void encryption(Optional<Output<String>> keyArn) {
    var byDefault =
        BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs
            .builder()
            .sseAlgorithm(keyArn.isPresent() ? "aws:kms" : "AES256");
    keyArn.ifPresent(byDefault::kmsMasterKeyId);
    new BucketServerSideEncryptionConfigurationV2(
        name,
        BucketServerSideEncryptionConfigurationV2Args.builder()
            .bucket(bucket.id())
            .rules(
                BucketServerSideEncryptionConfigurationV2RuleArgs.builder()
                    .bucketKeyEnabled(keyArn.isPresent())
                    .applyServerSideEncryptionByDefault(byDefault.build())
                    .build())
            .build(),
        options);
  }

  private BucketPolicy policy(Spec spec, Resource parent) {
    return new BucketPolicy(
        name,
        BucketPolicyArgs.builder()
            .bucket(bucket.id())
            .policy(
                Output.tuple(spec.account(), bucket.arn())
                    .applyValue(both -> policy(both.t2, spec.statements().apply(both.t1, both.t2))))
            .build(),
        // S3 refuses two changes of a bucket's access at the same time.
        CustomResourceOptions.builder().parent(parent).dependsOn(block).build());
  }

  private static String policy(String arn, List<Statement> more) {
    List<Statement> statements = new ArrayList<>();
    statements.add(
        Statement.deny("TlsOnly")
            .everyone()
            .actions("s3:*")
            .resources(arn, arn + "/*")
            .when("Bool", "aws:SecureTransport", "false"));
    statements.addAll(more);
    return PolicyDocument.of(statements.toArray(Statement[]::new)).toString();
  }
}
