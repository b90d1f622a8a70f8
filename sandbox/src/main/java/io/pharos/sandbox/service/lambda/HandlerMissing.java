package io.pharos.sandbox.service.lambda;

/** The archive does not have what the function's handler names; the cause says what is missing. */
final class HandlerMissing extends Exception {
  private static final long serialVersionUID = 1L;

  HandlerMissing(String message, ReflectiveOperationException cause) {
    super(message, cause);
  }
}
