package io.pharos.recovery.function;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells the AWS SDK's exceptions apart: worth trying again, or not. */
final class AwsErrors {
  private static final int SERVER_ERROR = 500;

  private AwsErrors() {}

  /** What the state machine is told about an exception of the SDK. */
  static RecoveryException classified(SdkException e) {
    return e instanceof AwsServiceException refusal && !transientRefusal(refusal)
        ? new Failed(ErrorCode.AWS_REFUSED, e.getMessage(), e)
        : new Unavailable(ErrorCode.UNAVAILABLE, e.getMessage(), e);
  }

  /** AWS's error code, such as {@code InvalidDBInstanceState}; empty when there is none. */
  static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  /** Whether AWS answered, and only asked to come back. */
  static boolean worthTryingAgain(RuntimeException e) {
    return e instanceof AwsServiceException refusal && transientRefusal(refusal);
  }

  private static boolean transientRefusal(AwsServiceException e) {
    return e.isThrottlingException() || e.statusCode() >= SERVER_ERROR;
  }
}
