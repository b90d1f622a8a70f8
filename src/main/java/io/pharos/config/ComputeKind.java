package io.pharos.config;

/** What runs the application's containers. */
public enum ComputeKind implements Choice {
  EC2("ec2", true),
  ECS("ecs", false);

  private final String word;
  private final boolean available;

  ComputeKind(String word, boolean available) {
    this.word = word;
    this.available = available;
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
