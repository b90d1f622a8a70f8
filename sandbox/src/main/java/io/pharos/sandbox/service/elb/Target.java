package io.pharos.sandbox.service.elb;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** One target of a group, and what the health checks have found out about it. */
final class Target {

  /**
   * What one health check found.
   *
   * @param reason AWS's reason code, empty for a success
   * @param description as AWS describes it
   * @param cause what AWS does not say: the rule, the process or the answer that is wrong
   */
  record Finding(String reason, String description, String cause) {
    static final Finding SUCCESS = new Finding("", "", "");

    boolean success() {
      return reason.isEmpty();
    }
  }

  private final String id;
  private final int port;
  private TargetHealthStateEnum state = TargetHealthStateEnum.INITIAL;
  private Finding finding =
      new Finding("Elb.RegistrationInProgress", "Target registration is in progress", "");
  private int inARow;

  Target(String id, int port) {
    this.id = id;
    this.port = port;
  }

  String id() {
    return id;
  }

  int port() {
    return port;
  }

  TargetHealthStateEnum state() {
    return state;
  }

  Finding finding() {
    return finding;
  }

  void drain() {
    state = TargetHealthStateEnum.DRAINING;
    finding =
        new Finding(
            "Target.DeregistrationInProgress",
            "Target deregistration is in progress",
            "it is being deregistered");
  }

  void unused(String description) {
    state = TargetHealthStateEnum.UNUSED;
    finding = new Finding("Target.NotInUse", description, description);
    inARow = 0;
  }

  /**
   * Takes one result into account. A new target is healthy with its first success; after that the
   * thresholds decide (Elastic Load Balancing user guide, "Health checks for target groups").
   */
  void found(Finding result, HealthCheck check) {
    if (state == TargetHealthStateEnum.UNUSED) {
      state = TargetHealthStateEnum.INITIAL;
    }
    boolean contradicts = result.success() == (state != TargetHealthStateEnum.HEALTHY);
    if (state == TargetHealthStateEnum.INITIAL) {
      initial(result, check);
    } else if (!contradicts) {
      inARow = 0;
    } else if (++inARow
        >= (result.success() ? check.healthyThreshold() : check.unhealthyThreshold())) {
      become(
          result.success() ? TargetHealthStateEnum.HEALTHY : TargetHealthStateEnum.UNHEALTHY,
          result);
    }
    if (state == TargetHealthStateEnum.UNHEALTHY && !result.success()) {
      finding = result;
    }
  }

  private void initial(Finding result, HealthCheck check) {
    if (result.success()) {
      become(TargetHealthStateEnum.HEALTHY, result);
    } else if (++inARow >= check.unhealthyThreshold()) {
      become(TargetHealthStateEnum.UNHEALTHY, result);
    } else {
      finding =
          new Finding(
              "Elb.InitialHealthChecking", "Initial health checks in progress", result.cause());
    }
  }

  private void become(TargetHealthStateEnum next, Finding result) {
    state = next;
    finding = result;
    inARow = 0;
  }
}
