package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.aws.DatabaseSession;
import io.pharos.recovery.aws.DatabaseUnreachable;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.aws.MarkerRow;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * In the VPC: looks into a database that a restore test has made, and says what it has. It calls
 * nothing of AWS, so that it works where the VPC has no way out, and is given what it needs to log
 * in; it takes that to no other host.
 */
public final class LookAtRows implements RequestStreamHandler {
  /** Who calls waits for five seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Aws aws;
  private final Environment environment;

  public LookAtRows() {
    this(LiveAws.create());
  }

  public LookAtRows(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Outcome outcome = look(Operation.parse(input));
    Log.of(context).say(RecoveryFunction.LOOK, "a restore test", outcome);
    output.write(outcome.json());
  }

  private Outcome look(JsonNode input) {
    DatabaseAddress address = address(input);
    try (DatabaseSession session = aws.open(address, TIMEOUT)) {
      Map<String, MarkerRow> markers = session.markers();
      List<String> empty = new ArrayList<>();
      for (JsonNode table :
          Operation.field(input, "tables").map(JsonNode::asArray).orElse(List.of())) {
        if (!session.holdsRows(table.asString())) {
          empty.add(table.asString());
        }
      }
      Outcome outcome =
          Outcome.succeeded("looked into " + address.identifier())
              .with("markers", markers.size())
              .with("empty", String.join(", ", empty));
      Optional<Instant> newest =
          markers.values().stream().map(MarkerRow::written).max(Instant::compareTo);
      return newest.map(row -> outcome.with("newest", row)).orElse(outcome);
    } catch (DatabaseUnreachable e) {
      return Outcome.waiting(String.valueOf(e.getMessage()));
    }
  }

  private DatabaseAddress address(JsonNode input) {
    String engine = environment.get(Variable.PHAROS_DATABASE_ENGINE);
    String database = environment.get(Variable.PHAROS_DATABASE_NAME);
    String endpoint = text(input, "endpoint");
    RestoredInstance.check(endpoint, environment.region());
    int colon = endpoint.lastIndexOf(':');
    return new DatabaseAddress(
        engine,
        endpoint.substring(0, colon),
        Integer.parseInt(endpoint.substring(colon + 1)),
        database,
        text(input, "username"),
        text(input, "password"));
  }

  /** Never with the value, which may be a password. */
  private static String text(JsonNode input, String name) {
    return Operation.text(input, name)
        .orElseThrow(
            () -> new Failed(ErrorCode.INPUT_INVALID, "'" + name + "' is missing in the input"));
  }
}
