package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.Variable;
import java.time.Instant;
import java.util.Optional;

/**
 * What runs the application of a Region, as it was found: how much of it there is, and how that is
 * changed. Every step goes through here and knows nothing of instances or tasks.
 */
interface Compute {

  /** That of this Region. */
  static Compute own(Aws aws, Environment environment) {
    return in(environment.region(), aws, environment.get(Variable.PHAROS_AUTO_SCALING_GROUP));
  }

  /**
   * That of a Region, looked at now.
   *
   * @param name as {@link Platform#compute} writes it
   */
  static Compute in(String region, Aws aws, String name) {
    return switch (Platform.of(name)) {
      case EC2 -> ScalingGroup.in(region, aws, name);
      case ECS -> FargateService.in(region, aws, name);
    };
  }

  /** Whether it starts from a machine image, which must be there. */
  static boolean startsFromImage(Environment environment) {
    return switch (Platform.of(environment.get(Variable.PHAROS_AUTO_SCALING_GROUP))) {
      case EC2 -> true;
      case ECS -> false;
    };
  }

  String name();

  /** What people call one of those that run: instance, task. */
  String unit();

  /** Its limits and its size. */
  Posture size();

  /** How many do their work. */
  int inService();

  /** How many there are at all, also those that come or go. */
  int running();

  /**
   * What one of those that run takes of which of the account's quotas; empty where none is known.
   */
  Optional<Demand> demand();

  /**
   * What a quota is asked for.
   *
   * @param service as Service Quotas calls it
   * @param quota its code
   * @param each how much one takes of it
   */
  record Demand(String service, String quota, double each) {}

  /** Why nothing could be started from it, or empty. */
  Optional<String> trouble();

  /**
   * Gives it this size.
   *
   * @return whether that was to be done: false when it has it already
   */
  boolean resize(Posture wanted);

  /**
   * Gives it this size for an operation. What runs afterwards knows the configuration as it was
   * when the operation began, or newer, where that can be had without an interruption.
   *
   * @return whether anything was to be done
   */
  boolean raise(Posture wanted, Instant operationStarted);
}
