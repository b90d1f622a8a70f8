package io.pharos.sandbox.service.autoscaling;

/** Why an instance cannot be launched; the message is the scaling activity's. */
final class LaunchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  LaunchFailure(String message) {
    super(message);
  }
}
