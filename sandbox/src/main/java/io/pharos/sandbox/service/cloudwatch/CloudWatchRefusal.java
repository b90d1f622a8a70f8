package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;

/** The ways in which CloudWatch says no, with the codes of its API reference. */
final class CloudWatchRefusal {
  private CloudWatchRefusal() {}

  static AwsServiceException invalid(String message) {
    return of("ValidationError", message);
  }

  static AwsServiceException value(String message) {
    return Refusal.of(
        InvalidParameterValueException.builder(),
        "CloudWatch",
        400,
        "InvalidParameterValue",
        message);
  }

  static AwsServiceException notFound(String message) {
    return Refusal.of(
        ResourceNotFoundException.builder(), "CloudWatch", 404, "ResourceNotFound", message);
  }

  static AwsServiceException of(String code, String message) {
    return Refusal.of(CloudWatchException.builder(), "CloudWatch", 400, code, message);
  }
}
