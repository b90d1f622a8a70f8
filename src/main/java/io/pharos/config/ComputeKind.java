package io.pharos.config;

import io.pharos.recovery.contract.Platform;

/** What runs the application's containers. */
public enum ComputeKind implements Choice {
  EC2("ec2", true),
  ECS("ecs", true);

  private final String word;
  private final boolean available;

  ComputeKind(String word, boolean available) {
    this.word = word;
    this.available = available;
  }

  /** What the recovery runtime calls it. */
  public Platform platform() {
    return switch (this) {
      case EC2 -> Platform.EC2;
      case ECS -> Platform.ECS;
    };
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public boolean available() {
    return available;
  }
}
