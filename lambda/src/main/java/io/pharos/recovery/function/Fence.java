package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Closes the old writer to its application, from here, before the replica becomes a writer. When
 * the peer Region does not answer the fence stays pending, recovery goes on, and the peer's own
 * beacon closes it on its return; a planned operation does not go on.
 */
public final class Fence extends Step {
  public Fence() {
    this(LiveAws.create());
  }

  public Fence(Aws aws) {
    super(aws, RecoveryFunction.FENCE);
  }

  @Override
  Outcome act(Operation operation) {
    NetworkFence fence =
        new NetworkFence(
            aws,
            environment.get(Variable.PHAROS_PEER_REGION),
            environment.get(Variable.PHAROS_PEER_NETWORK_ACL),
            environment.list(Variable.PHAROS_PEER_APP_CIDRS),
            environment.number(Variable.PHAROS_DATABASE_PORT));
    try {
      int added = fence.close();
      return Outcome.succeeded(
              added == 0
                  ? fence.networkAcl() + " was closed already"
                  : fence.networkAcl() + " closed with " + added + " entries")
          .with("added", added);
    } catch (SdkException | Failed e) {
      return unreached(operation, fence, e);
    }
  }

  /** The first call that fails ends the attempt: the client's limits bound it below a minute. */
  private static Outcome unreached(Operation operation, NetworkFence fence, RuntimeException e) {
    String why = fence.networkAcl() + " in " + fence.region() + " is not closed: " + e.getMessage();
    return switch (operation.mode()) {
      case PLANNED ->
          throw new Refused(
              ErrorCode.FENCE_REQUIRED,
              why
                  + ". A planned operation must hold the writes first; nothing was promoted. Put"
                  + " this right, or start an unplanned operation",
              e);
      case UNPLANNED ->
          Outcome.pending(why + ". The peer's beacon closes it when that Region returns");
    };
  }
}
