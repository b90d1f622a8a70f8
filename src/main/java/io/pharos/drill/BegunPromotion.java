package io.pharos.drill;

import io.pharos.recovery.contract.Cadence;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A promotion that an operation asked for behind held writes and did not finish, as a Region's
 * table remembers it: the next operation goes on with it.
 *
 * @param database which it is
 * @param operation that asked for it
 */
record BegunPromotion(String database, Instant asked, String operation) {
  /**
   * The one that this Region knows of; between instances only behind a hold that came before it.
   */
  static Optional<BegunPromotion> of(RegionTable table, boolean aurora) {
    Map<String, String> judged = table.item("gate", "passed");
    return RegionTable.instant(judged, "asked")
        .filter(
            asked ->
                aurora
                    || RegionTable.instant(table.item("fence", "hold"), "since")
                        .filter(since -> !since.isAfter(asked))
                        .isPresent())
        .map(
            asked ->
                new BegunPromotion(
                    judged.get("database"), asked, judged.getOrDefault("askedBy", "nobody")));
  }

  /** A replica that is available long after it was asked has not been promoted. */
  boolean shows(RegionDatabase replica, Instant now) {
    return replica.identifier().equals(database)
        && (!replica.available() || now.isBefore(asked.plus(Cadence.PROMOTION_IN_DOUBT)));
  }
}
