package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Upkeep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What a schedule calls, in both Regions alike: only the Region that serves does it, and never
 * while an operation is at work. It takes no lock, looks before it acts, and remembers when it
 * succeeded.
 */
public abstract class ScheduledTask implements RequestStreamHandler {
  final Aws aws;
  final Environment environment;
  private final Upkeep task;
  private final RecoveryFunction function;

  ScheduledTask(Aws aws, Upkeep task, RecoveryFunction function) {
    this.aws = aws;
    this.environment = new Environment(aws);
    this.task = task;
    this.function = function;
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode json = Operation.parse(input);
    Outcome outcome = recorded(json);
    Log.of(context).say(function, "scheduled", outcome);
    output.write(outcome.json());
  }

  private Outcome recorded(JsonNode input) {
    Table table = new Table(aws, environment);
    try {
      Optional<Outcome> aside = aside(table);
      if (aside.isPresent()) {
        return aside.get();
      }
      Outcome outcome = act(input);
      if (outcome.kind() == Outcome.Kind.SUCCEEDED) {
        table
            .update(Table.upkeep(task))
            .set("succeeded", aws.clock().instant())
            .set("detail", outcome.detail())
            .run();
      }
      return outcome;
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  private Optional<Outcome> aside(Table table) {
    Optional<String> operation = new Lock(table, aws.clock()).holder();
    if (operation.isPresent()) {
      return Optional.of(Outcome.waiting("operation " + operation.get() + " is at work"));
    }
    return new Serving(aws, environment, table).here()
        ? Optional.empty()
        : Optional.of(Outcome.skipped("the peer Region serves, and does it"));
  }

  /** When the execution began that the state machine speaks of: it names what is made. */
  static Instant started(JsonNode input) {
    return Operation.text(input, "started")
        .map(Instant::parse)
        .orElseThrow(
            () -> new Failed(ErrorCode.INPUT_INVALID, "'started' is missing in the input"));
  }

  /**
   * Looks, and does what is left to do.
   *
   * @param input what the schedule, the event or the state machine says
   * @throws RecoveryException when it cannot
   */
  abstract Outcome act(JsonNode input);
}
