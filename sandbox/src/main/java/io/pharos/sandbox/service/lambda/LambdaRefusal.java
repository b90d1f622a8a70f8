package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Lambda's errors, with the texts that it sends. */
public final class LambdaRefusal {
  private LambdaRefusal() {}

  static AwsServiceException invalid(String message) {
    return of(400, "InvalidParameterValueException", message);
  }

  static AwsServiceException conflict(String message) {
    return of(409, "ResourceConflictException", message);
  }

  static AwsServiceException functionNotFound(String arn) {
    return of(404, "ResourceNotFoundException", "Function not found: " + arn);
  }

  static AwsServiceException throttled() {
    return of(429, "TooManyRequestsException", "Rate Exceeded.");
  }

  static AwsServiceException of(int status, String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Lambda", status, code, message);
  }
}
