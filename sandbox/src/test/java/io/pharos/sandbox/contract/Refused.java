package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How a call was refused, in what its callers can branch on: the message is left out. */
record Refused(Class<?> type, int status, String code) {
  /** It was not refused. */
  static final Refused NOT = new Refused(Void.class, 200, "accepted");

  /** moto's answer to what its authors did not think of. */
  static Refused serverError(Class<?> type) {
    return new Refused(type, 500, null);
  }

  /** What became of a call. */
  static Refused by(ThrowingCallable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    return refusal == null
        ? NOT
        : new Refused(
            refusal.getClass(), refusal.statusCode(), refusal.awsErrorDetails().errorCode());
  }

  @Override
  public String toString() {
    return type.getSimpleName() + " " + status + " " + code;
  }
}
