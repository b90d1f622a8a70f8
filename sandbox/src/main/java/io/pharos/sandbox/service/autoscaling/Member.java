package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.service.ec2.Instance;
import java.time.Instant;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/** An instance in its group. */
final class Member {
  private final Instance instance;
  private LifecycleState lifecycle = LifecycleState.PENDING;
  private Instant inServiceSince = Instant.MAX;

  Member(Instance instance) {
    this.instance = instance;
  }

  Instance instance() {
    return instance;
  }

  LifecycleState lifecycle() {
    return lifecycle;
  }

  /** Whether it counts towards the desired capacity. */
  boolean counts() {
    return lifecycle != LifecycleState.TERMINATING;
  }

  boolean inService() {
    return lifecycle == LifecycleState.IN_SERVICE;
  }

  Instant inServiceSince() {
    return inServiceSince;
  }

  void enterService(Instant now) {
    lifecycle = LifecycleState.IN_SERVICE;
    inServiceSince = now;
  }

  void leave() {
    lifecycle = LifecycleState.TERMINATING;
  }
}
