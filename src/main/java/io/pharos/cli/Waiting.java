package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.drill.Approvals;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Finds the operation that a person wants to answer, in whichever Region it waits. */
record Waiting(Approvals approvals, Approvals.Pending operation) {

  /**
   * What waits under this name.
   *
   * @throws Refusal when nothing does
   */
  static Waiting find(Surroundings surroundings, String operation) {
    Settings settings = surroundings.deployment(line -> {}).settings(StackName.SECONDARY);
    Cloud cloud = surroundings.cloud();
    // The standby first: the Region that is lost does not answer.
    for (Position position : List.of(settings.active().peer(), settings.active())) {
      Approvals approvals = new Approvals(cloud, settings.names(), settings.regions().of(position));
      try {
        var pending = approvals.pending();
        if (pending.isPresent() && pending.get().operation().equals(operation)) {
          return new Waiting(approvals, pending.get());
        }
      } catch (SdkClientException e) {
        // That Region does not answer: nothing can be approved there.
      }
    }
    throw notWaiting(operation);
  }

  static Refusal notWaiting(String operation) {
    return new Refusal(
        "Refused: no operation '"
            + operation
            + "' waits for an approval (any more). 'pharos status' shows how it stands; 'pharos"
            + " failover' starts one by hand.");
  }
}
