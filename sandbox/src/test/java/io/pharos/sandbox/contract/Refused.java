package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How a call was refused, in what its callers can branch on: the message is left out. */
record Refused(Class<?> type, int status, String code) {

  /** The refusal of a call that must not succeed. */
  static Refused by(ThrowingCallable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    return refusal == null
        ? null
        : new Refused(
            refusal.getClass(), refusal.statusCode(), refusal.awsErrorDetails().errorCode());
  }

  @Override
  public String toString() {
    return type.getSimpleName() + " " + status + " " + code;
  }
}
