package io.pharos.recovery.function;

/** The step cannot be done, and trying again does not help; the message says what to put right. */
public final class Failed extends RecoveryException {
  private static final long serialVersionUID = 1L;

  public Failed(ErrorCode code, String message) {
    this(code, message, null);
  }

  public Failed(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
