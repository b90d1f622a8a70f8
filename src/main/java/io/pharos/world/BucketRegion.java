package io.pharos.world;

import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Where a bucket is. Every answer about a bucket names its Region, a refusal as well: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html">HeadBucket</a>.
 */
public final class BucketRegion {
  private static final String REGION = "x-amz-bucket-region";

  private BucketRegion() {}

  /**
   * The Region of a bucket.
   *
   * @param s3 a client of any Region
   * @throws S3Exception when the answer names none: there is no such bucket, for instance
   */
  public static String of(S3Client s3, String bucket) {
    try {
      return s3.headBucket(head -> head.bucket(bucket)).bucketRegion();
    } catch (S3Exception e) {
      return Optional.ofNullable(e.awsErrorDetails())
          .map(details -> details.sdkHttpResponse())
          .flatMap(response -> response.firstMatchingHeader(REGION))
          .orElseThrow(() -> e);
    }
  }
}
