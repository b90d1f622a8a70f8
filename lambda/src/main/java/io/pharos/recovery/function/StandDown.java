package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;

/**
 * Takes the application of a Region that no longer serves down to the size of a standby: no
 * instance in a pilot light. It never raises anything.
 */
record StandDown(Aws aws, Environment environment, String region, Variable group) {

  FencePart lower() {
    Compute compute = Compute.in(region, aws, environment.get(group));
    Posture now = compute.size();
    Posture standby = Posture.standby(new LocalParameters(aws, environment, region));
    Posture lower =
        new Posture(
            Math.min(now.minSize(), standby.minSize()),
            Math.min(now.maxSize(), standby.maxSize()),
            Math.min(now.desiredCapacity(), standby.desiredCapacity()));
    return compute.resize(lower)
        ? FencePart.changed(
            compute.name() + " from " + now.desiredCapacity() + " to " + lower.desiredCapacity())
        : FencePart.unchanged(compute.name() + " stands by");
  }
}
