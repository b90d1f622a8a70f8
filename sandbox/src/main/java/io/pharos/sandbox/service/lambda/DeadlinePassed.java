package io.pharos.sandbox.service.lambda;

/**
 * The function's time is over. An error, so that no function takes it for a failure of its call and
 * goes on: Lambda stops the process.
 */
final class DeadlinePassed extends Error {
  private static final long serialVersionUID = 1L;

  DeadlinePassed() {
    super("the function's time is over", null, false, false);
  }
}
