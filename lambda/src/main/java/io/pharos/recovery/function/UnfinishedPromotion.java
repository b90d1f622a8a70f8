package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A promotion of this Region's database that an operation asked for, and behind which it ended
 * before the traffic had moved. A failback goes on with it, because the writes stay held until
 * somebody does, and a new replica would take hours more.
 */
record UnfinishedPromotion(Aws aws, Environment environment, Table table) {

  /**
   * What is to be done instead of a new replica: wait for it, or nothing.
   *
   * @return empty where there is none, or where the peer may have written since
   */
  Optional<Outcome> goOn() {
    Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
    Optional<Instant> asked = Table.instant(judgement, "asked");
    Optional<String> judged = Table.text(judgement, "database");
    if (asked.isEmpty()
        || !judged.equals(
            Optional.of(
                new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER)))) {
      return Optional.empty();
    }
    Database database = Database.own(aws, environment);
    if (database.broken() || !begun(database, asked.get()) || !nobodyWroteSince(asked.get())) {
      return Optional.empty();
    }
    String operation = Table.text(judgement, "askedBy").orElseThrow();
    return Optional.of(
        database.writer()
            ? Outcome.skipped(
                database.identifier()
                    + " was promoted for "
                    + operation
                    + ", and nothing was written elsewhere since: the switch goes on")
            : Outcome.waiting(
                database.identifier()
                    + " is "
                    + database.status()
                    + ": its promotion was asked for at "
                    + asked.get()
                    + " by "
                    + operation));
  }

  /** A replica that is available long after it was asked has not been promoted. */
  private boolean begun(Database database, Instant asked) {
    return !database.replica()
        || !database.available()
        || aws.clock().instant().isBefore(asked.plus(ReleaseWrites.IN_DOUBT));
  }

  /**
   * A global database has one writer. Between instances nobody but the hold keeps the former one
   * closed: it must be older than the promotion, and close it still.
   */
  private boolean nobodyWroteSince(Instant asked) {
    if (environment.aurora()) {
      return true;
    }
    Optional<Instant> held = new WriteHold(table).since();
    if (held.isEmpty() || held.get().isAfter(asked)) {
      return false;
    }
    NetworkFence fence = FullFence.peerNetwork(aws, environment);
    return fence.closed().containsAll(fence.cidrs());
  }
}
