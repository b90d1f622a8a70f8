package io.pharos.recovery.function;

/**
 * Recovery could go on and must not, unless a person decides otherwise; the message says what to
 * do. The state machine stops and tells people.
 */
public final class Refused extends RecoveryException {
  private static final long serialVersionUID = 1L;

  public Refused(ErrorCode code, String message) {
    this(code, message, null);
  }

  public Refused(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
