package io.pharos.sandbox.service.ec2;

/**
 * Why an instance cannot be launched: Auto Scaling writes the message down as its activity's, who
 * asks EC2 itself gets the code as well.
 */
public final class LaunchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  public LaunchFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }

  /** Whether there is no such template, or no such version of it. */
  public boolean ofTheTemplateItself() {
    return code.startsWith("InvalidLaunchTemplate");
  }
}
