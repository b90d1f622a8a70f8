package io.pharos.sandbox.service.route53;

import io.pharos.sandbox.core.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The ways in which Route 53 says no, with the codes of its API reference. */
final class Route53Refusal {
  private Route53Refusal() {}

  static AwsServiceException change(String message) {
    return of("InvalidChangeBatch", "[" + message + "]");
  }

  static AwsServiceException input(String message) {
    return of("InvalidInput", message);
  }

  static AwsServiceException of(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Route53", 400, code, message);
  }
}
