package io.pharos.sandbox.service.fis;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.fis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.fis.model.ValidationException;

/** The ways in which FIS says no. */
final class FisRefusal {
  private FisRefusal() {}

  static AwsServiceException invalid(String message) {
    return Refusal.of(ValidationException.builder(), "Fis", 400, "ValidationException", message);
  }

  static AwsServiceException none(String what, String id) {
    return Refusal.of(
        ResourceNotFoundException.builder(),
        "Fis",
        404,
        "ResourceNotFoundException",
        what + " " + id + " was not found.");
  }
}
