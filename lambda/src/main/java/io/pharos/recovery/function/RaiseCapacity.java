package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * Gives this Region's Auto Scaling group the size of an active Region. It never takes away capacity
 * that load has already called for. Where the image that instances start from is gone, the newest
 * golden one takes its place.
 */
public final class RaiseCapacity extends Step {
  public RaiseCapacity() {
    this(LiveAws.create());
  }

  public RaiseCapacity(Aws aws) {
    super(aws, RecoveryFunction.CAPACITY);
  }

  @Override
  Outcome act(Operation operation) {
    Posture posture = Posture.active(new LocalParameters(aws, environment));
    AutoScalingGroup group =
        ScalingGroup.in(
            environment.region(), aws, environment.get(Variable.PHAROS_AUTO_SCALING_GROUP));
    int desired =
        Math.min(posture.maxSize(), Math.max(posture.desiredCapacity(), group.desiredCapacity()));
    Optional<String> image = new Images(aws, environment, environment.region()).replaceMissing();
    Outcome outcome =
        group.minSize() == posture.minSize()
                && group.maxSize() == posture.maxSize()
                && group.desiredCapacity() == desired
            ? Outcome.skipped(group.autoScalingGroupName() + " has its size already")
            : raise(group, posture, desired);
    Outcome told =
        image
            .map(
                replaced ->
                    new Outcome(
                        Outcome.Kind.SUCCEEDED,
                        replaced + "; " + outcome.detail(),
                        outcome.figures()))
            .orElse(outcome);
    return ready(operation, posture, told).with("desiredCapacity", desired);
  }

  /** A planned switch holds the writes only when what will serve is there. */
  private Outcome ready(Operation operation, Posture posture, Outcome outcome) {
    return switch (operation.mode()) {
      case UNPLANNED -> outcome;
      case PLANNED -> {
        long healthy = new Targets(aws, environment).healthy();
        yield healthy >= posture.minimumHealthy()
            ? Outcome.succeeded(healthy + " targets are healthy")
            : Outcome.waiting(healthy + " of " + posture.minimumHealthy() + " targets are healthy");
      }
    };
  }

  private Outcome raise(AutoScalingGroup group, Posture posture, int desired) {
    aws.client(AutoScalingClient.class, environment.region())
        .updateAutoScalingGroup(
            update ->
                update
                    .autoScalingGroupName(group.autoScalingGroupName())
                    .minSize(posture.minSize())
                    .maxSize(posture.maxSize())
                    .desiredCapacity(desired));
    return Outcome.succeeded(
        group.autoScalingGroupName() + " from " + group.desiredCapacity() + " to " + desired);
  }
}
