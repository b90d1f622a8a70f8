package io.pharos.sandbox.core;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** AWS's way of saying no. */
public final class Refusal {
  private Refusal() {}

  /**
   * The exception that the SDK would throw.
   *
   * @param builder of the service's exception, or of the typed one: {@code RdsException.builder()}
   * @param service as the SDK names it: {@code Rds}
   * @param code AWS's error code: {@code InvalidDBInstanceState}
   */
  public static AwsServiceException of(
      AwsServiceException.Builder builder,
      String service,
      int status,
      String code,
      String message) {
    return builder
        .message(message)
        .statusCode(status)
        .requestId("sandbox")
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(service)
                .errorCode(code)
                .errorMessage(message)
                .build())
        .build();
  }
}
