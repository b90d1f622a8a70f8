package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.aws.MarkerRow;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Every minute, in each VPC: writes a row where the database can be written, reads the newest one
 * where it is a replica. So it proves that a database is writable, and measures the lag truthfully
 * when nobody else writes. An operation calls it as well, to see whether its database takes writes.
 * An old writer that is closed is only read: until when was it written?
 */
public final class Marker implements RequestStreamHandler {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** The peer's marker writes every minute; standby.asl.json waits for the same. */
  private static final double CAUGHT_UP_SECONDS = 90;

  private final Aws aws;
  private final Environment environment;

  public Marker() {
    this(LiveAws.create());
  }

  public Marker(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode json = Operation.parse(input);
    Optional<String> rehearsal = Operation.text(json, "rehearsal");
    Outcome outcome =
        rehearsal.isPresent()
            ? rehearse(rehearsal.get())
            : Operation.field(json, "operation").isPresent()
                ? step(Operation.of(json))
                : everyMinute(context);
    output.write(outcome.json());
  }

  /** Looks into a copy: what is the newest row that it has, and can it be written? */
  private Outcome rehearse(String endpoint) {
    DatabaseAddress address = new OwnDatabase(aws, environment).rehearsal(endpoint);
    Instant now = aws.clock().instant();
    try (DatabaseSession session = aws.open(address, TIMEOUT)) {
      Optional<Instant> newest =
          session.markers().values().stream().map(MarkerRow::written).max(Instant::compareTo);
      Outcome outcome =
          session.writable()
              ? Outcome.succeeded("row written").with("writable", true)
              : Outcome.waiting("a replica").with("writable", false);
      if (session.writable()) {
        session.writeMarker(address.identifier(), now);
      }
      return newest
          .map(row -> outcome.with("ageSeconds", Figures.seconds(Duration.between(row, now))))
          .orElse(outcome);
    } catch (DatabaseUnreachable e) {
      return Outcome.waiting(String.valueOf(e.getMessage())).with("writable", false);
    }
  }

  /** A database that does not answer is one that does not take writes yet. */
  private Outcome step(Operation operation) {
    return new Journal(table(), aws.clock())
        .record(
            operation,
            RecoveryFunction.MARKER.word(),
            () -> {
              try {
                Outcome marked = markFor(operation);
                return operation.kind() == StateMachine.STANDBY ? caughtUp(marked) : marked;
              } catch (DatabaseUnreachable e) {
                return Outcome.waiting(String.valueOf(e.getMessage())).with("writable", false);
              }
            });
  }

  /** A standby only reads: that the newest row is young enough is all that it is asked for. */
  private static Outcome caughtUp(Outcome read) {
    return read.figures().get("lagSeconds") instanceof Double lag && lag <= CAUGHT_UP_SECONDS
        ? new Outcome(Outcome.Kind.SUCCEEDED, read.detail(), read.figures())
        : read;
  }

  private Outcome everyMinute(Context context) {
    try {
      Outcome outcome = markUnlessFenced();
      age(outcome)
          .ifPresent(age -> new Metrics(aws, environment).publish(Metric.MARKER_LAG_SECONDS, age));
      Log.of(context).say(RecoveryFunction.MARKER, "every minute", outcome);
      return outcome;
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  /** How old the newest row is; empty where nothing was written or read. */
  private static Optional<Double> age(Outcome outcome) {
    if (outcome.figures().get("lagSeconds") instanceof Double lag) {
      return Optional.of(lag);
    }
    return outcome.figures().containsKey("written") ? Optional.of(0.0) : Optional.empty();
  }

  private Outcome markUnlessFenced() {
    DatabaseAddress address = new OwnDatabase(aws, environment).address();
    if (address.identifier().equals(environment.names().noDatabase(environment.position()))) {
      return Outcome.skipped("this Region has no database");
    }
    OldWriter oldWriter = new OldWriter(table(), address.identifier());
    try (DatabaseSession session = open(address)) {
      if (evidence(session, oldWriter)) {
        // What it has is evidence: nothing is written to it any more.
        return oldWriter.keep(session.markers(), aws.clock().instant());
      }
      return mark(address, session);
    } catch (DatabaseUnreachable e) {
      if (oldWriter.fenced()) {
        return Outcome.skipped(
            "the database is in quarantine and cannot be read: " + e.getMessage());
      }
      throw new Unavailable(ErrorCode.UNAVAILABLE, e.getMessage(), e);
    }
  }

  /** Aurora stops the writes of a former writer itself, and later takes its rows away. */
  private boolean evidence(DatabaseSession session, OldWriter oldWriter)
      throws DatabaseUnreachable {
    return session.writable()
        ? oldWriter.fenced()
        : environment.aurora() && oldWriter.fenced() && !oldWriter.madeAnew(session.markers());
  }

  private DatabaseSession open(DatabaseAddress address) throws DatabaseUnreachable {
    try {
      return aws.open(address, TIMEOUT);
    } catch (DatabaseUnreachable e) {
      if (environment.aurora()) {
        return aws.open(new OwnDatabase(aws, environment).reader(), TIMEOUT);
      }
      throw e;
    }
  }

  private Outcome markFor(Operation operation) throws DatabaseUnreachable {
    DatabaseAddress address = new OwnDatabase(aws, environment).address();
    try (DatabaseSession session = open(address)) {
      if (session.writable()) {
        new Inheritance(table()).keep(operation, address.identifier(), session.markers());
      }
      return mark(address, session);
    }
  }

  private Outcome mark(DatabaseAddress address, DatabaseSession session)
      throws DatabaseUnreachable {
    Instant now = aws.clock().instant();
    if (session.writable()) {
      session.writeMarker(address.identifier(), now);
      return Outcome.succeeded("row written").with("writable", true).with("written", now);
    }
    return read(
        session.markers().values().stream().map(MarkerRow::written).max(Instant::compareTo), now);
  }

  private Outcome read(Optional<Instant> newest, Instant now) {
    if (newest.isEmpty()) {
      return Outcome.waiting("the replica has no row yet").with("writable", false);
    }
    double lag = Math.max(0, Figures.seconds(Duration.between(newest.get(), now)));
    table()
        .update(Table.MARKER)
        .set("time", newest.get())
        .set("read", now)
        .set("lagSeconds", lag)
        .run();
    return Outcome.waiting("newest row of the replica is " + Figures.text(lag) + " s old")
        .with("writable", false)
        .with("newest", newest.get())
        .with("lagSeconds", lag);
  }

  private Table table() {
    return new Table(aws, environment);
  }
}
