package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Instant;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Begins a planned switch: closes the writer to its application, while marker and replication go
 * on. It refuses when it cannot, because a planned operation loses nothing.
 */
public final class HoldWrites extends Step {
  public HoldWrites() {
    this(LiveAws.create());
  }

  public HoldWrites(Aws aws) {
    super(aws, RecoveryFunction.HOLD);
  }

  @Override
  Outcome act(Operation operation) {
    NetworkFence fence = FullFence.peerNetwork(aws, environment);
    Table table = new Table(aws, environment);
    WriteHold hold = new WriteHold(table);
    LateFence late = new LateFence(table, aws.clock());
    boolean comesLate = late.begins(hold);
    int added;
    try {
      added = fence.close((cidr, number) -> hold.intend(operation, cidr, number));
    } catch (SdkException e) {
      throw new Refused(
          ErrorCode.FENCE_REQUIRED,
          fence.networkAcl()
              + " in "
              + fence.region()
              + " is not closed: "
              + e.getMessage()
              + ". A planned operation must hold the writes first; nothing was promoted. Put this"
              + " right, or start an unplanned operation",
          e);
    }
    if (comesLate) {
      late.found(added > 0, true);
    }
    Instant now = aws.clock().instant();
    hold.complete(operation, now);
    String sources = sourcesOff(operation, hold);
    return (added == 0
            ? Outcome.skipped("writes were held already by " + fence.networkAcl() + sources)
            : Outcome.succeeded(
                fence.networkAcl() + " holds the writes with " + added + " entries" + sources))
        .with("since", hold.since().orElse(now));
  }

  /** While the replica catches up, so that nobody waits for it; the fence does what is left. */
  private String sourcesOff(Operation operation, WriteHold hold) {
    if (environment.eventSources().none()) {
      return "";
    }
    hold.intendSources(operation);
    return "; " + EventSources.ofPeer(aws, environment).off().detail();
  }
}
