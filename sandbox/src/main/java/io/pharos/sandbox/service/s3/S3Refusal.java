package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The ways in which S3 says no, with the codes of its API reference. */
final class S3Refusal {
  private S3Refusal() {}

  static AwsServiceException noBucket(String bucket) {
    return of(404, "NoSuchBucket", "The specified bucket does not exist: " + bucket);
  }

  static AwsServiceException request(String message) {
    return of(400, "InvalidRequest", message);
  }

  static AwsServiceException argument(String message) {
    return of(400, "InvalidArgument", message);
  }

  static AwsServiceException of(int status, String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "S3", status, code, message);
  }
}
