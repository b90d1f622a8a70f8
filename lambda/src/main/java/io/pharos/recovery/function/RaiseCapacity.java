package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives what runs this Region's application the size of an active Region: the configured one, or
 * the peak that was observed in the peer where that is more and the deployment goes by it. It never
 * takes away capacity that load has already called for. Where the image that instances start from
 * is gone, the newest golden one takes its place.
 */
public final class RaiseCapacity extends Step {
  private static final String CONFIGURED = "configured";

  public RaiseCapacity() {
    this(LiveAws.create());
  }

  public RaiseCapacity(Aws aws) {
    super(aws, RecoveryFunction.CAPACITY);
  }

  @Override
  Outcome act(Operation operation) {
    Posture posture = Posture.active(new LocalParameters(aws, environment));
    Compute compute = Compute.own(aws, environment);
    Wanted wanted = wanted(posture);
    int desired =
        Math.min(posture.maxSize(), Math.max(wanted.size(), compute.size().desiredCapacity()));
    Optional<String> image =
        Compute.startsFromImage(environment)
            ? new Images(aws, environment, environment.region()).replaceMissing()
            : Optional.empty();
    Posture size = new Posture(posture.minSize(), posture.maxSize(), desired);
    Outcome outcome =
        compute.raise(size, operation.started())
            ? Outcome.succeeded(raised(compute, desired, wanted))
            : Outcome.skipped(compute.name() + " has its size already");
    Outcome told =
        image
            .map(
                replaced ->
                    new Outcome(
                        Outcome.Kind.SUCCEEDED,
                        replaced + "; " + outcome.detail(),
                        outcome.figures()))
            .orElse(outcome);
    return ready(operation, size, told)
        .with("desiredCapacity", desired)
        .with("capacityFrom", wanted.source());
  }

  /** How many there should be, and who says so. */
  private record Wanted(int size, String source, String detail) {}

  private Wanted wanted(Posture posture) {
    int configured = posture.desiredCapacity();
    if (!ObservedCapacity.wanted(environment)) {
      return new Wanted(configured, CONFIGURED, "as configured");
    }
    OptionalInt peak = new ObservedCapacity(aws, environment, new Table(aws, environment)).peak();
    if (peak.isEmpty()) {
      return new Wanted(configured, CONFIGURED, "as configured: no peak was ever observed");
    }
    return peak.getAsInt() > configured
        ? new Wanted(
            peak.getAsInt(),
            "observed",
            "the observed peak of "
                + peak.getAsInt()
                + ", at most "
                + posture.maxSize()
                + "; configured are "
                + configured)
        : new Wanted(
            configured, CONFIGURED, "as configured: the observed peak is " + peak.getAsInt());
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

  private static String raised(Compute compute, int desired, Wanted wanted) {
    return compute.name()
        + " from "
        + compute.size().desiredCapacity()
        + " to "
        + desired
        + ", "
        + wanted.detail();
  }
}
