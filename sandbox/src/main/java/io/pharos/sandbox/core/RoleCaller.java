package io.pharos.sandbox.core;

import java.time.Duration;
import java.time.Instant;

/** An AWS service that acts with a role: a state machine, a rule. */
public final class RoleCaller implements Caller {
  private final String roleArn;
  private final String region;
  private Instant now;

  public RoleCaller(String roleArn, String region, Instant now) {
    this.roleArn = roleArn;
    this.region = region;
    this.now = now;
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
    return now;
  }

  @Override
  public void elapse(Duration duration) {
    now = now.plus(duration);
  }
}
