package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.LocalParameter;
import java.time.Instant;
import java.util.Optional;

/**
 * A promotion of this Region's database that an operation asked for, and behind which it ended
 * before the traffic had moved. The next operation goes on with it, because the writes stay held
 * until somebody does: a planned switch passes its gate, and a failback makes no new replica, which
 * would take hours more.
 */
record UnfinishedPromotion(Aws aws, Environment environment, Table table) {

  /**
   * What is to be done instead of a new replica: wait for it, or nothing.
   *
   * @return empty where there is none, or where the peer may have written since
   */
  Optional<Outcome> goOn() {
    if (!table.get(Table.JUDGEMENT).containsKey("asked")
        || Announcement.asked(
                table,
                new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER))
            .isEmpty()) {
      return Optional.empty();
    }
    Database database = Database.own(aws, environment);
    return begun(database)
        .filter(begun -> closedStill())
        .map(
            begun ->
                database.writer()
                    ? Outcome.skipped(
                        begun + "; nothing was written elsewhere since: the switch goes on")
                    : Outcome.waiting(begun));
  }

  /**
   * What the database is and who asked for it, by what this Region knows alone.
   *
   * @return empty where no promotion is under way or has ended, or where the writes were not held
   *     before it was asked for
   */
  Optional<String> begun(Database database) {
    return Announcement.asked(table, database.identifier())
        .filter(at -> !database.broken() && shows(database, at) && heldBefore(at))
        .map(
            at ->
                database.identifier()
                    + " is "
                    + (database.writer() ? "the writer" : database.status())
                    + ": its promotion was asked for at "
                    + at
                    + Table.text(table.get(Table.JUDGEMENT), "askedBy")
                        .map(operation -> " by " + operation)
                        .orElse(""));
  }

  /** A replica that is available long after it was asked has not been promoted. */
  private boolean shows(Database database, Instant asked) {
    return !database.replica()
        || !database.available()
        || aws.clock().instant().isBefore(asked.plus(Cadence.PROMOTION_IN_DOUBT));
  }

  /** A global database has one writer; between instances nobody but the hold closes the former. */
  private boolean heldBefore(Instant asked) {
    return environment.aurora()
        || new WriteHold(table).since().filter(held -> !held.isAfter(asked)).isPresent();
  }

  private boolean closedStill() {
    if (environment.aurora()) {
      return true;
    }
    NetworkFence fence = FullFence.peerNetwork(aws, environment);
    return fence.closed().containsAll(fence.cidrs());
  }
}
