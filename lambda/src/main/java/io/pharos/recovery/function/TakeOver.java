package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Moves the traffic here: the peer gives up its claim when it can be reached, and this Region
 * writes down its own where one is needed, then says it twice, through the metric and through the
 * load balancer, at once. From now on the beacon repeats it every minute.
 *
 * <p>The secondary Region has the traffic while it claims it and the primary does not. The primary
 * needs no claim once the secondary has given up its own; it makes one only when the secondary
 * cannot be told, because a claim that outlives a Region cannot be taken back there.
 */
public final class TakeOver extends Step {
  public TakeOver() {
    this(LiveAws.create());
  }

  public TakeOver(Aws aws) {
    super(aws, RecoveryFunction.TAKEOVER);
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    Traffic traffic = new Traffic(aws, environment, table);
    String database = new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER);
    boolean before = traffic.claimed() || traffic.served(database);
    Optional<String> untold = tellPeer(operation, table);
    boolean claim =
        switch (environment.position()) {
          case PRIMARY -> untold.isPresent() || traffic.claimed();
          case SECONDARY -> true;
        };
    if (claim) {
      traffic.claim(operation, database);
    } else {
      traffic.serve(operation, database);
    }
    // An accelerator sees within half a minute that there is somebody here.
    UsersEntrance.own(aws, environment).ifPresent(UsersEntrance::letIn);
    traffic.answer(claim ? Says.CLAIMS : Says.NOTHING);
    traffic.publish(claim);
    // A judgement is for one promotion: the next one must be judged anew.
    table.delete(Table.JUDGEMENT);
    String why = untold.map(reason -> "; the peer is not told: " + reason).orElse("");
    return (before
            ? Outcome.skipped("this Region had taken over already" + why)
            : Outcome.succeeded("this Region takes over" + why))
        .with("claimed", claim)
        .with("peerTold", untold.isEmpty());
  }

  /**
   * A Region that is known to be lost is not waited for: every second counts then. Where nothing
   * presses, it is asked again until it has heard: a claim of the primary's own would be hard to
   * take back. A secondary Region that is back just now, and that nobody has fenced, keeps its
   * claim: without it, it would take itself for the standby and leave its database open.
   *
   * @return why it is not told; empty when it is
   */
  private Optional<String> tellPeer(Operation operation, Table table) {
    if (!operation.planned() && table.get(Table.PROBE).containsKey("firstFailed")) {
      return Optional.of("the beacon does not reach it");
    }
    if (!operation.planned()
        && environment.position() == Position.PRIMARY
        && !fenced(operation, table)) {
      return Optional.of("its fence is pending, and it closes itself while it claims the traffic");
    }
    try {
      Traffic peer = Traffic.ofPeer(aws, environment);
      if (peer.claimed()) {
        peer.release();
      }
      peer.answer(Says.NOTHING);
      peer.publish(false);
      UsersEntrance.ofPeer(aws, environment).ifPresent(UsersEntrance::close);
      return Optional.empty();
    } catch (SdkException e) {
      if (operation.planned()) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private boolean fenced(Operation operation, Table table) {
    Journal journal = new Journal(table, aws.clock());
    String outcome =
        Table.text(journal.step(operation, RecoveryFunction.FENCE), "outcome").orElse("none");
    return outcome.equals(Outcome.Kind.SUCCEEDED.word())
        || outcome.equals(Outcome.Kind.SKIPPED.word());
  }
}
