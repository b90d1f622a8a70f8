package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Gives up a planned switch that has not promoted: takes away exactly the entries that held the
 * writes. Once a promotion has begun it leaves them, for the old writer must never write beside the
 * new one.
 */
public final class ReleaseWrites extends Step {
  public ReleaseWrites() {
    this(LiveAws.create());
  }

  public ReleaseWrites(Aws aws) {
    super(aws, RecoveryFunction.RELEASE);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    WriteHold hold = new WriteHold(table);
    Map<String, Integer> entries = hold.entries();
    boolean sources = hold.sources();
    if (entries.isEmpty() && !sources) {
      return Outcome.skipped("no writes are held");
    }
    Optional<Instant> asked = Table.instant(table.get(Table.JUDGEMENT), "asked");
    Database database = Database.own(aws, environment);
    if (!database.replica()) {
      return kept(database);
    }
    if (asked.isPresent() && !database.available()) {
      return kept(database);
    }
    if (asked.isPresent()
        && aws.clock().instant().isBefore(asked.get().plus(Cadence.PROMOTION_IN_DOUBT))) {
      return Outcome.waiting(
          "a promotion of " + database.identifier() + " was asked for at " + asked.get());
    }
    NetworkFence fence = FullFence.peerNetwork(aws, environment);
    int opened = open(fence, entries, table);
    String more = "";
    if (sources) {
      hold.opened();
      more = "; " + sourcesOn(operation);
    }
    hold.forget();
    return Outcome.succeeded(
            fence.networkAcl()
                + " lets the writes through again: "
                + opened
                + " entries deleted"
                + more)
        .with("deleted", opened);
  }

  /** What cannot be switched on is left to that Region's beacon. */
  private String sourcesOn(Operation operation) {
    SourceSwitch on = EventSources.ofPeer(aws, environment).on();
    if (on.worthTryingAgain()) {
      throw new Unavailable(ErrorCode.UNAVAILABLE, on.detail());
    }
    if (!on.complete()) {
      OwnSources.leave(Table.ofPeer(aws, environment), operation.id());
    }
    return on.detail();
  }

  /** A Region that is lost is not asked for long: the failover that it needs waits for the lock. */
  private static int open(NetworkFence fence, Map<String, Integer> entries, Table table) {
    try {
      return fence.open(entries);
    } catch (SdkClientException e) {
      if (table.get(Table.PROBE).containsKey("firstFailed")) {
        throw new Failed(
            ErrorCode.PEER_UNREACHABLE,
            "the writes stay held, because "
                + fence.region()
                + " does not answer: "
                + e.getMessage(),
            e);
      }
      throw e;
    }
  }

  private static Outcome kept(Database database) {
    return Outcome.skipped(
        "the promotion of "
            + database.identifier()
            + " has begun, so the old writer stays closed: start the operation again to finish it");
  }
}
