package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Cadence;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The gate of a planned operation: both Regions are well, and the replica follows its source so
 * closely that it will have everything soon after the writes are held. Nobody can accept a loss
 * here, because a planned operation has none. A promotion that has begun behind held writes is gone
 * on with: its replica gets no rows any more.
 */
record PlannedGate(Aws aws, Environment environment, Table table) {
  Outcome judge(Database database) {
    Instant now = aws.clock().instant();
    requirePeer(now);
    Optional<String> begun = new UnfinishedPromotion(aws, environment, table).begun(database);
    if (begun.isPresent()) {
      return Outcome.skipped(begun.get()).with(JudgeGate.BOUND, 0);
    }
    double lagSeconds = requireReplication(now);
    if (!database.available()) {
      throw new Refused(
          ErrorCode.REPLICATION_BEHIND,
          database.identifier()
              + " is "
              + database.status()
              + " and cannot be promoted now. Nothing was changed. Start again when it is"
              + " available");
    }
    String ready = requireReadiness(database, now);
    return Outcome.succeeded(
            "both Regions are well; the newest row of the replica was "
                + Figures.text(lagSeconds)
                + " s old; "
                + ready)
        .with("markerLagSeconds", lagSeconds)
        .with(JudgeGate.BOUND, 0);
  }

  private void requirePeer(Instant now) {
    Map<String, AttributeValue> probe = table.get(Table.PROBE);
    Optional<Instant> failed = Table.instant(probe, "firstFailed");
    Optional<Instant> lastOk = Table.instant(probe, "lastOk");
    if (failed.isPresent()
        || lastOk.isEmpty()
        || lastOk.get().plus(Cadence.PLANNED_FRESH).isBefore(now)) {
      throw new Refused(
          ErrorCode.PEER_UNREACHABLE,
          failed
                  .map(since -> "the peer Region has not answered the beacon since " + since)
                  .orElse(
                      "the beacon has not reached the peer Region lately (last at "
                          + lastOk.map(Instant::toString).orElse("no time")
                          + ")")
              + ". Nothing was changed. A planned operation needs both Regions: wait until the"
              + " peer is well, or start an unplanned operation");
    }
  }

  private String requireReadiness(Database database, Instant now) {
    Optional<Readiness.Latest> latest = Readiness.Latest.of(table, database.identifier(), now);
    if (latest.isPresent() && !latest.get().ready()) {
      throw new Refused(
          ErrorCode.NOT_READY,
          latest.get().text()
              + ". Nothing was changed. Put that right and look again (`pharos ready --now`), then"
              + " start again");
    }
    return latest.map(Readiness.Latest::text).orElse("readiness was not judged lately");
  }

  private double requireReplication(Instant now) {
    Map<String, AttributeValue> marker = table.get(Table.MARKER);
    Optional<Instant> read = Table.instant(marker, "read");
    double lagSeconds = Table.number(marker, "lagSeconds").orElse(Double.MAX_VALUE);
    if (read.isEmpty()
        || read.get().plus(Cadence.PLANNED_FRESH).isBefore(now)
        || lagSeconds > Cadence.PLANNED_LAG_LIMIT.toSeconds()) {
      throw new Refused(
          ErrorCode.REPLICATION_BEHIND,
          (read.isEmpty()
                  ? "the marker has read no row from the replica yet"
                  : "the newest row of the replica was "
                      + Figures.text(lagSeconds)
                      + " s old at "
                      + read.get())
              + "; the limit is "
              + Cadence.PLANNED_LAG_LIMIT.toSeconds()
              + " s, read within the last "
              + Cadence.PLANNED_FRESH.toMinutes()
              + " minutes. Nothing was changed. See why the replica lags, or whether the marker of"
              + " either Region fails, then start again");
    }
    return lagSeconds;
  }
}
