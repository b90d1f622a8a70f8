package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Instant;
import java.util.Optional;

/**
 * Says whether the replica has everything: a row that the old writer's marker wrote after the hold
 * has arrived here. The replica applies in the order of the commits, so all that the application
 * wrote before has arrived as well; a replication lag of zero would not say that.
 */
public final class Drain extends Step {
  public Drain() {
    this(LiveAws.create());
  }

  public Drain(Aws aws) {
    super(aws, RecoveryFunction.DRAIN);
  }

  @Override
  Outcome act(Operation operation) {
    if (!Database.own(aws, environment).replica()) {
      return Outcome.skipped("the database was promoted already");
    }
    Instant since =
        new WriteHold(new Table(aws, environment))
            .since()
            .orElseThrow(
                () -> new Failed(ErrorCode.INPUT_INVALID, "writes are not held: nothing drains"));
    Optional<Instant> newest =
        Operation.field(operation.input(), "marker")
            .flatMap(marker -> Operation.text(marker, "newest"))
            .map(Instant::parse);
    if (newest.isEmpty() || newest.get().isBefore(since.plus(Cadence.DRAIN_MARGIN))) {
      return Outcome.waiting(
          "the newest row is of "
              + newest.map(Instant::toString).orElse("an unknown time")
              + ", writes are held since "
              + since);
    }
    return Outcome.succeeded("a row written after the hold has arrived: nothing is lost")
        .with("since", since)
        .with("newest", newest.get());
  }
}
