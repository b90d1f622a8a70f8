package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.time.Instant;

/** A function with a role, somewhere, that counts the time its calls take. */
final class GivenCaller implements Caller {
  private final World world;
  private final String roleArn;
  private final String region;
  private Duration elapsed = Duration.ZERO;

  GivenCaller(World world, String roleArn, String region) {
    this.world = world;
    this.roleArn = roleArn;
    this.region = region;
  }

  Duration elapsed() {
    return elapsed;
  }

  @Override
  public String roleArn() {
    return roleArn;
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public Instant now() {
    return world.clock().instant().plus(elapsed);
  }

  @Override
  public void elapse(Duration duration) {
    elapsed = elapsed.plus(duration);
  }
}
