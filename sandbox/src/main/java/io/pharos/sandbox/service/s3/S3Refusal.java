package io.pharos.sandbox.service.s3;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.InvalidRequestException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The ways in which S3 says no, with the codes of its API reference. */
final class S3Refusal {
  private S3Refusal() {}

  static AwsServiceException noBucket(String bucket) {
    return typed(
        NoSuchBucketException.builder(),
        404,
        "NoSuchBucket",
        "The specified bucket does not exist: " + bucket);
  }

  static AwsServiceException noKey(String key) {
    return typed(
        NoSuchKeyException.builder(), 404, "NoSuchKey", "The specified key does not exist: " + key);
  }

  static AwsServiceException noVersion(String key) {
    return of(404, "NoSuchVersion", "The specified version does not exist: " + key);
  }

  static AwsServiceException isMarker() {
    return of(
        405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
  }

  static AwsServiceException elsewhere(String bucket, String region) {
    return of(
        301,
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint: "
            + bucket
            + " in "
            + region);
  }

  static AwsServiceException request(String message) {
    return typed(InvalidRequestException.builder(), 400, "InvalidRequest", message);
  }

  static AwsServiceException argument(String message) {
    return of(400, "InvalidArgument", message);
  }

  static AwsServiceException of(int status, String code, String message) {
    return typed(S3Exception.builder(), status, code, message);
  }

  private static AwsServiceException typed(
      AwsServiceException.Builder builder, int status, String code, String message) {
    return Refusal.of(builder, "S3", status, code, message);
  }
}
