package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.util.Optional;

/**
 * What leads out of the private subnets of a Region that has it only while it serves, and the
 * schedule of the marker, which can do nothing without it.
 */
record WayOut(Aws aws, Environment environment) {
  /** Where the NAT gateways are Pulumi's, and stay. */
  private static final String PERMANENT = "permanent";

  boolean permanent() {
    return environment.list(Variable.PHAROS_NAT_SUBNETS).contains(PERMANENT);
  }

  /** Does what comes next; empty when all is there. */
  Optional<String> open() {
    Optional<String> next = gateways().open();
    if (next.isEmpty()) {
      marker().enable();
    }
    return next;
  }

  /** Does what comes next; empty when nothing is left that costs. */
  Optional<String> close() {
    marker().disable();
    return gateways().close();
  }

  /** How many addresses more it needs; none where it is always there. */
  int missingAddresses() {
    return permanent() ? 0 : gateways().missingAddresses();
  }

  private NatGateways gateways() {
    return new NatGateways(
        aws,
        environment,
        environment.list(Variable.PHAROS_NAT_SUBNETS),
        environment.list(Variable.PHAROS_PRIVATE_ROUTE_TABLES));
  }

  private EventRule marker() {
    return new EventRule(
        aws, environment.region(), environment.names().function(RecoveryFunction.MARKER));
  }
}
