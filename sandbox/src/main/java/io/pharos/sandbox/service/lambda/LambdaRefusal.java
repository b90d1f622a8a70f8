package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceInUseException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda's errors, with the texts that it sends. */
public final class LambdaRefusal {
  private LambdaRefusal() {}

  static AwsServiceException invalid(String message) {
    return of(
        InvalidParameterValueException.builder(), 400, "InvalidParameterValueException", message);
  }

  static AwsServiceException conflict(String message) {
    return of(409, "ResourceConflictException", message);
  }

  static AwsServiceException functionNotFound(String arn) {
    return notFound("Function not found: " + arn);
  }

  static AwsServiceException noMapping() {
    return notFound("The resource you requested does not exist.");
  }

  static AwsServiceException mappingInUse(String state) {
    return of(
        ResourceInUseException.builder(),
        400,
        "ResourceInUseException",
        "Cannot update the event source mapping because it is in use: it is " + state + ".");
  }

  private static AwsServiceException notFound(String message) {
    return of(ResourceNotFoundException.builder(), 404, "ResourceNotFoundException", message);
  }

  static AwsServiceException throttled() {
    return of(429, "TooManyRequestsException", "Rate Exceeded.");
  }

  static AwsServiceException of(int status, String code, String message) {
    return of(AwsServiceException.builder(), status, code, message);
  }

  private static AwsServiceException of(
      AwsServiceException.Builder builder, int status, String code, String message) {
    return Refusal.of(builder, "Lambda", status, code, message);
  }
}
