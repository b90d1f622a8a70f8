package io.pharos.sandbox.service.applicationautoscaling;

/** The provider's tokens of what Application Auto Scaling keeps. */
public final class ScalingTypes {
  public static final String TARGET = "aws:appautoscaling/target:Target";
  public static final String POLICY = "aws:appautoscaling/policy:Policy";

  private ScalingTypes() {}
}
