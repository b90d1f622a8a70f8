package io.pharos.sandbox.service.autoscaling;

/** The provider's tokens of what Auto Scaling keeps. */
public final class AutoScalingTypes {
  public static final String GROUP = "aws:autoscaling/group:Group";
  public static final String POLICY = "aws:autoscaling/policy:Policy";

  private AutoScalingTypes() {}
}
