package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * First step: takes this Region's lock for the operation, then the peer's when that Region answers,
 * and opens the operation in the journal. Refuses while another operation is at work.
 */
public final class AcquireLock extends Step {
  /** The figure that says whether the peer's lock is held as well, as far as anybody knows. */
  static final String PEER = "peerLocked";

  private static final String HELD = "the peer's lock is held as well";
  private static final String NOT_HELD = "the peer's lock is not held: ";
  private static final String UNREACHED = NOT_HELD + "the beacon does not reach the peer";

  public AcquireLock() {
    this(LiveAws.create());
  }

  public AcquireLock(Aws aws) {
    super(aws, RecoveryFunction.LOCK);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Instant expires = new Lock(table, aws.clock()).acquire(operation.id());
    new Calm(table).require(operation, aws.clock().instant());
    new Journal(table, aws.clock()).opened(operation);
    String peer = lockPeer(operation, table);
    return Outcome.succeeded("held until " + expires + "; " + peer)
        .with("expires", expires)
        // Also when the answer was lost: giving back what is not held changes nothing.
        .with(PEER, !peer.equals(UNREACHED));
  }

  /** A Region that is known to be lost is not waited for: every second counts then. */
  private String lockPeer(Operation operation, Table table) {
    if (!operation.planned() && table.get(Table.PROBE).containsKey("firstFailed")) {
      return UNREACHED;
    }
    try {
      Lock lock = new Lock(Table.ofPeer(aws, environment), aws.clock());
      // An earlier operation of this Region has ended, or this one would not have the lock here.
      Optional<String> ended =
          lock.owner().filter(owner -> new Journal(table, aws.clock()).knows(owner));
      lock.acquire(operation.id(), Lock.HELD_IN_PEER, ended);
      return HELD;
    } catch (SdkException e) {
      if (operation.planned() && AwsErrors.worthTryingAgain(e)) {
        // The peer lives, and may be at work: only an emergency goes on without knowing.
        throw e;
      }
      return NOT_HELD + e.getMessage();
    }
  }
}
