package io.pharos.recovery.function;

import java.util.Objects;

/**
 * A recovery function did not do what it was asked. The class tells the state machine what to do
 * (try again, stop), the code tells people and counters why.
 */
public abstract class RecoveryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  RecoveryException(ErrorCode code, String message, Throwable cause) {
    super(code + ": " + message, cause);
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }
}
