package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Every minute, in each VPC: writes a row where the database can be written, reads the newest one
 * where it is a replica. So it proves that a database is writable, and measures the lag truthfully
 * when nobody else writes. An operation calls it as well, to see whether its database takes writes.
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
    Outcome outcome =
        Operation.field(json, "operation").isPresent()
            ? step(Operation.of(json))
            : everyMinute(context);
    output.write(outcome.json());
  }

  /** A database that does not answer is one that does not take writes yet. */
  private Outcome step(Operation operation) {
    return new Journal(table(), aws.clock())
        .record(
            operation,
            RecoveryFunction.MARKER.word(),
            () -> {
              try {
                Outcome marked = mark();
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
      Log.of(context).say(RecoveryFunction.MARKER, "every minute", outcome);
      return outcome;
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  private Outcome markUnlessFenced() {
    try {
      return mark();
    } catch (DatabaseUnreachable e) {
      if (fenced()) {
        return Outcome.skipped("the database is in quarantine");
      }
      throw new Unavailable(ErrorCode.UNAVAILABLE, e.getMessage(), e);
    }
  }

  /** Nobody reaches an old writer that is closed, nor should: that is no failure. */
  private boolean fenced() {
    return Table.text(table().get(Table.OWN_FENCE), SelfFence.DATABASE)
        .filter(
            new LocalParameters(aws, environment).get(LocalParameter.DATABASE_IDENTIFIER)::equals)
        .isPresent();
  }

  private Outcome mark() throws DatabaseUnreachable {
    try (DatabaseSession session = aws.open(address(), TIMEOUT)) {
      Instant now = aws.clock().instant();
      if (session.writable()) {
        session.writeMarker(now);
        return Outcome.succeeded("row written").with("writable", true).with("written", now);
      }
      return read(session.newestMarker(), now);
    }
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
    new Metrics(aws, environment).publish(Metric.MARKER_LAG_SECONDS, lag);
    return Outcome.waiting("newest row of the replica is " + Figures.text(lag) + " s old")
        .with("writable", false)
        .with("newest", newest.get())
        .with("lagSeconds", lag);
  }

  private DatabaseAddress address() {
    String endpoint = new LocalParameters(aws, environment).get(LocalParameter.DATABASE_ENDPOINT);
    String name = environment.names().databaseSecret();
    String secret =
        aws.client(SecretsManagerClient.class, environment.region())
            .getSecretValue(get -> get.secretId(name))
            .secretString();
    String engine = environment.get(Variable.PHAROS_DATABASE_ENGINE);
    String database = environment.get(Variable.PHAROS_DATABASE_NAME);
    try {
      int colon = endpoint.lastIndexOf(':');
      JsonNode credentials = JsonNodeParser.create().parse(secret);
      return new DatabaseAddress(
          engine,
          endpoint.substring(0, colon),
          Integer.parseInt(endpoint.substring(colon + 1)),
          database,
          Operation.text(credentials, "username").orElseThrow(),
          Operation.text(credentials, "password").orElseThrow());
    } catch (RuntimeException e) {
      // Without the cause: its message may quote the secret.
      throw new Failed(
          ErrorCode.DEPLOYMENT_INCOMPLETE,
          "parameter local/"
              + LocalParameter.DATABASE_ENDPOINT
              + " must be host:port (it is '"
              + endpoint
              + "') and secret "
              + name
              + " must hold username and password");
    }
  }

  private Table table() {
    return new Table(aws, environment);
  }
}
