package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A step of an operation: reads the operation, does its work, keeps the journal, answers. Each step
 * looks first and then acts, so that delivering it twice changes nothing.
 */
public abstract class Step implements RequestStreamHandler {
  final Aws aws;
  final Environment environment;
  private final RecoveryFunction function;

  Step(Aws aws, RecoveryFunction function) {
    this.aws = aws;
    this.environment = new Environment(aws);
    this.function = function;
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode json = Operation.parse(input);
    if (Operation.isWakeUpCall(json)) {
      output.write(awake(context).json());
      return;
    }
    Operation operation = Operation.of(json);
    Journal journal = new Journal(new Table(aws, environment), aws.clock());
    Outcome outcome;
    try {
      outcome = journal.record(operation, word(operation), () -> actWithLock(operation));
    } catch (RecoveryException e) {
      failed(operation, e);
      throw e;
    }
    Log.of(context).say(function, operation.id(), outcome);
    output.write(outcome.json());
  }

  /** Looks once at what every step looks at, for the sake of the code that this loads. */
  private Outcome awake(Context context) {
    Outcome outcome;
    try {
      new Lock(new Table(aws, environment), aws.clock()).holder();
      outcome = Outcome.skipped("awake");
    } catch (SdkException e) {
      // Whether the table answers now means nothing.
      outcome = Outcome.skipped("awake; " + e.getMessage());
    }
    Log.of(context).say(function, "called awake:", outcome);
    return outcome;
  }

  /** Under which word it is in the journal. */
  String word(Operation operation) {
    return function.word();
  }

  /** Whatever is to be done besides when the step did not end well. */
  void failed(Operation operation, RecoveryException why) {}

  private Outcome actWithLock(Operation operation) {
    if (function.needsLock()) {
      new Lock(new Table(aws, environment), aws.clock()).renew(operation.id());
    }
    return act(operation);
  }

  /**
   * Looks, and does what is left to do.
   *
   * @throws RecoveryException when it cannot, or must not
   */
  abstract Outcome act(Operation operation);
}
