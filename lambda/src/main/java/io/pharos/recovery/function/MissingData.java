package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The missing-data report of a Region that lost its traffic unplanned: within which time its old
 * writer may have acknowledged what the new one does not have. It goes into the operation's summary
 * in the peer, into this Region's table, and to people; whatever is missing lies inside, and an
 * empty report says that nothing is missing.
 */
record MissingData(Aws aws, Environment environment, Table table) {
  /** When the report of the closed database was written; beside the fence. */
  static final String REPORTED = "reported";

  /** The marker comes every minute; when it does not, the report does without what it reads. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration MARKER_PERIOD = Duration.ofMinutes(1);

  /**
   * What may be missing.
   *
   * @param from the new writer has everything that is older
   * @param to nobody wrote to the old writer later
   * @param seconds how much of that time the old writer can have been written in, as far as its
   *     marker tells: while a Region is dead, nobody writes
   */
  record Span(Instant from, Instant to, double seconds) {

    static Span of(Instant from, Instant closed, Map<String, AttributeValue> seen) {
      Duration whole = Duration.between(from, closed);
      if (whole.isNegative() || whole.isZero()) {
        return new Span(from, from, 0);
      }
      Duration silent = Duration.ZERO;
      Optional<Instant> silentFrom = Table.instant(seen, OldWriter.SILENT_FROM);
      if (silentFrom.isPresent()) {
        Instant silentTo = Table.instant(seen, OldWriter.SILENT_TO).orElseThrow();
        silent = silent.plus(silence(silentFrom.get(), silentTo, from, closed));
      }
      Optional<Instant> last = Table.instant(seen, OldWriter.LAST_ROW);
      if (last.isPresent()
          && Duration.between(last.get(), closed).compareTo(DatabaseSession.SILENCE) > 0) {
        silent = silent.plus(silence(last.get(), closed, from, closed));
      }
      return new Span(from, closed, Figures.seconds(whole.minus(silent)));
    }

    /** Within the span, and less the minute at either end in which no row was due. */
    private static Duration silence(Instant from, Instant to, Instant notBefore, Instant notAfter) {
      Instant begin = later(from.plus(MARKER_PERIOD), notBefore);
      Instant end = to.minus(MARKER_PERIOD);
      end = end.isAfter(notAfter) ? notAfter : end;
      return end.isAfter(begin) ? Duration.between(begin, end) : Duration.ZERO;
    }

    boolean empty() {
      return !to.isAfter(from);
    }
  }

  /**
   * Writes it when it can be written, and has not been.
   *
   * @param fence the item of this Region's fence, complete
   */
  void report(String database, Map<String, AttributeValue> fence) {
    if (fence.containsKey(REPORTED) || !read(fence)) {
      return;
    }
    Table peer = Table.ofPeer(aws, environment);
    Optional<Inheritance.Known> known = new Inheritance(peer).known(database);
    if (known.isEmpty() || known.get().drained()) {
      return;
    }
    // Clocks of two Regions differ a little.
    Instant from = known.get().newest().minus(Cadence.DRAIN_MARGIN);
    Span span = Span.of(from, closed(peer, known.get(), fence), fence);
    new Journal(peer, aws.clock())
        .missing(known.get().operation(), known.get().started(), database, span);
    tell(database, span);
    table.update(Table.OWN_FENCE).set(REPORTED, aws.clock().instant()).run();
  }

  private boolean read(Map<String, AttributeValue> fence) {
    return fence.containsKey(OldWriter.READ)
        || Table.instant(fence, SelfFence.NOTED)
            .map(noted -> noted.plus(PATIENCE).isBefore(aws.clock().instant()))
            .orElse(true);
  }

  /** From when on nobody wrote: closed by the operation, or by this Region when it returned. */
  private Instant closed(Table peer, Inheritance.Known known, Map<String, AttributeValue> fence) {
    Optional<Instant> byOperation =
        new Journal(peer, aws.clock()).succeeded(known.operation(), "fence");
    Optional<Instant> byItself = Table.instant(fence, SelfFence.FENCED);
    return byItself
        .map(self -> byOperation.map(other -> later(self, other)).orElse(self))
        .or(() -> byOperation)
        .orElse(aws.clock().instant());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Where what only the old database has can be found. */
  private String where(String database) {
    return environment.aurora()
        ? "Aurora makes the old cluster anew from the new writer. What only it had is in the"
            + " cluster snapshot rds:unplanned-global-failover-"
            + database
            + "-..., when Aurora could take one: copy it, for it goes with the automated backups."
        : "The old database takes no writes, and is reached from the tools subnets (security group"
            + " tools, port "
            + environment.get(Variable.PHAROS_DATABASE_PORT)
            + ") with the secret "
            + environment.names().databaseSecret()
            + ". It is kept until `pharos retire`.";
  }

  private void tell(String database, Span span) {
    String where = database + " in " + environment.region();
    new Alert(aws, environment)
        .send(
            span.empty()
                ? "nothing is missing from the old database"
                : "up to " + Figures.text(span.seconds()) + " s of writes are in the old database",
            span.empty()
                ? "Missing-data report of "
                    + where
                    + ": the new writer has everything that the old one acknowledged."
                : "Missing-data report of "
                    + where
                    + ": what it acknowledged from "
                    + span.from()
                    + " to "
                    + span.to()
                    + " may be missing in the new writer; "
                    + Figures.text(span.seconds())
                    + " s of that, as far as its marker tells, it was up.\n\nWhat to do next:"
                    + " compare the rows of that time. "
                    + where(database)
                    + "\n\nObjects: what S3 had not replicated"
                    + " arrives by itself now that the Region is back. What failed for good does"
                    + " not (replication status FAILED, metric OperationsFailedReplication of the"
                    + " bucket's rule): send it again with S3 Batch Replication.");
  }
}
