package io.pharos.simulation;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.service.lambda.Change;
import io.pharos.sandbox.service.lambda.Invoked;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.rds.model.FailoverGlobalClusterRequest;
import software.amazon.awssdk.services.rds.model.SwitchoverGlobalClusterRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * 8. A step looks before it acts: what it has changed, it does not ask AWS for once more, however
 * often it is delivered, and in the next operation neither. It may when another function has
 * changed something of the same service since, which may have undone it.
 */
final class Once {
  /** Calls for which an equal one is not the same change. */
  private static final Set<Class<?>> OTHERWISE =
      Set.of(
          // Each makes another address: a NAT gateway of each subnet needs its own.
          AllocateAddressRequest.class,
          // Aurora may cancel the move that it was asked for, and is asked again then.
          FailoverGlobalClusterRequest.class,
          SwitchoverGlobalClusterRequest.class,
          // What has been told and could not be written down is told again: better than never.
          PublishRequest.class,
          // What is called changes nothing by being called.
          InvokeRequest.class,
          // A figure is of its time.
          PutMetricDataRequest.class);

  /** What a function of a Region has changed. */
  private record Deed(RecoveryFunction function, String region, Change change) {}

  private final Map<Deed, String> operations = new HashMap<>();
  private final Consumer<String> violations;

  /**
   * @param violations is told of each change that was asked for again
   */
  Once(Consumer<String> violations) {
    this.violations = violations;
  }

  /** A function of either Region has ended, of an operation or, as beacons are, of none. */
  void invoked(RecoveryFunction function, Invoked invoked, String operation) {
    for (Change change : invoked.changes()) {
      // Pharos's own table has conditions of its own.
      if (!(change.request() instanceof DynamoDbRequest)
          && !OTHERWISE.contains(change.request().getClass())) {
        changed(new Deed(function, invoked.region(), change), operation);
      }
    }
  }

  private void changed(Deed deed, String operation) {
    Change change = deed.change();
    operations
        .keySet()
        .removeIf(
            earlier ->
                earlier.function() != deed.function() && sameService(earlier.change(), change));
    if (operation.isEmpty() || renews(change.request())) {
      return;
    }
    String before = operations.put(deed, operation);
    if (before != null) {
      violations.accept(
          deed.function().word()
              + " does "
              + change.action()
              + " in "
              + change.region()
              + " for "
              + operation
              + ", which was done for "
              + before);
    }
  }

  private static boolean sameService(Change one, Change other) {
    return one.region().equals(other.region())
        && one.request().getClass().getSuperclass() == other.request().getClass().getSuperclass();
  }

  /**
   * Each operation renews the tasks that ran before it: they know what was then. And ECS rolls a
   * deployment back by itself whose tasks do not start: it is asked for another one then.
   */
  private static boolean renews(SdkRequest request) {
    return request instanceof UpdateServiceRequest update
        && Boolean.TRUE.equals(update.forceNewDeployment());
  }
}
