package io.pharos.sandbox.service.synthetics;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The ways in which Synthetics says no.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html">CreateCanary</a>
 */
final class SyntheticsRefusal {
  private SyntheticsRefusal() {}

  static AwsServiceException invalid(String message) {
    return Refusal.of(
        AwsServiceException.builder(), "Synthetics", 400, "ValidationException", message);
  }

  static AwsServiceException conflict(String message) {
    return Refusal.of(
        AwsServiceException.builder(), "Synthetics", 409, "ConflictException", message);
  }
}
