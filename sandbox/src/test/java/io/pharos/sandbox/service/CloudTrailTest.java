package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Resource;
import org.junit.jupiter.api.Test;

/** What CloudTrail looks at before it agrees to a trail. */
class CloudTrailTest {
  private static final String ARN = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/all";
  private static final String ALL_BUT =
      """
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
        "Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::trail-logs"},
       {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},
        "Action":"s3:PutObject","Resource":"arn:aws:s3:::trail-logs/AWSLogs/123456789012/*",
        "Condition":{"StringEquals":{"aws:SourceArn":"%s"}}}]}""";

  private final GivenAccount aws = new GivenAccount();

  private Resource trail(Object... more) {
    Object[] all = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {
          "name", "all", "s3BucketName", "trail-logs", "includeGlobalServiceEvents", true
        },
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return aws.create("aws:cloudtrail/trail:Trail", "all", all);
  }

  private void bucket(String sourceArn) {
    aws.create("aws:s3/bucketV2:BucketV2", "logs", "bucket", "trail-logs");
    aws.create(
        "aws:s3/bucketPolicy:BucketPolicy",
        "logs",
        "bucket",
        "trail-logs",
        "policy",
        ALL_BUT.formatted(sourceArn));
  }

  @Test
  void a_bucket_that_is_not_there_is_refused() {
    assertThatThrownBy(this::trail).hasMessageContaining("S3 bucket does not exist: trail-logs");
  }

  @Test
  void a_bucket_whose_policy_admits_another_trail_is_refused() {
    bucket(ARN + "-other");

    assertThatThrownBy(this::trail).hasMessageContaining("Incorrect S3 bucket policy");
  }

  @Test
  void a_key_that_does_not_let_it_in_is_refused() {
    bucket(ARN);
    Resource key =
        aws.create(
            Kms.KEY,
            "key",
            "policy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}""");

    assertThatThrownBy(() -> trail("kmsKeyId", key.string("arn")))
        .hasMessageContaining("Insufficient permissions to access S3 bucket trail-logs or KMS key");
  }

  @Test
  void a_trail_of_all_regions_has_the_global_services() {
    bucket(ARN);

    assertThatThrownBy(() -> trail("isMultiRegionTrail", true, "includeGlobalServiceEvents", false))
        .hasMessageContaining("Multi-Region trail must include global service events");
  }

  @Test
  void a_trail_has_its_arn_and_its_name_once() {
    bucket(ARN);

    Resource trail = trail();

    assertThat(trail.id()).isEqualTo(ARN);
    assertThat(trail.string("homeRegion")).isEqualTo("eu-west-1");
    assertThatThrownBy(this::trail).hasMessageContaining("Trail all already exists");
  }

  @Test
  void when_its_policy_goes_the_next_file_does_not_arrive() {
    bucket(ARN);
    Resource trail = trail();
    CloudTrail service = aws.world.service(CloudTrail.class);
    assertThat(service.undelivered(trail)).isEmpty();

    aws.update(
        aws.world
            .account()
            .find("aws:s3/bucketPolicy:BucketPolicy", "eu-west-1", "trail-logs")
            .orElseThrow(),
        "policy",
        ALL_BUT.formatted("nobody's"));

    assertThat(service.undelivered(trail))
        .get()
        .asString()
        .startsWith("InsufficientS3BucketPolicy");
  }
}
