package io.pharos.recovery.function;

/** Something did not answer or asked to slow down: the state machine tries again. */
public final class Unavailable extends RecoveryException {
  private static final long serialVersionUID = 1L;

  public Unavailable(ErrorCode code, String message) {
    this(code, message, null);
  }

  public Unavailable(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
