package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Asks a person whether an operation that an alarm raised may begin, and notes the answer. The
 * state machine waits for it; one operation asks at a time, however often the alarm flaps.
 */
public final class AskApproval extends Step {
  /** As long as the state machine waits. */
  static final Duration VALID = Duration.ofHours(1);

  public AskApproval() {
    this(LiveAws.create());
  }

  public AskApproval(Aws aws) {
    super(aws, RecoveryFunction.APPROVAL);
  }

  @Override
  Outcome act(Operation operation) {
    Optional<String> approvedBy = Operation.text(operation.input(), "approvedBy");
    Table table = new Table(aws, environment);
    if (approvedBy.isPresent()) {
      table.delete(Table.APPROVAL);
      return Outcome.succeeded("approved by " + approvedBy.get());
    }
    String token =
        Operation.text(operation.input(), "token")
            .orElseThrow(
                () -> new Failed(ErrorCode.INPUT_INVALID, "'token' is missing in the input"));
    Instant now = aws.clock().instant();
    new Calm(table).require(operation, now);
    ask(table, operation, token, now);
    tell(operation, now.plus(VALID));
    return Outcome.waiting("a person must approve until " + now.plus(VALID));
  }

  private static void ask(Table table, Operation operation, String token, Instant now) {
    try {
      table
          .update(Table.APPROVAL)
          .set("operation", operation.id())
          .set("token", token)
          .set("reason", operation.reason())
          .set("expires", now.plus(VALID).getEpochSecond())
          .onlyIf(
              "attribute_not_exists(#operation) OR #operation = :operation OR #expires < :now",
              Map.of("now", now.getEpochSecond()))
          .run();
    } catch (ConditionalCheckFailedException e) {
      Map<String, AttributeValue> item = table.get(Table.APPROVAL);
      throw new Refused(
          ErrorCode.LOCK_HELD,
          "operation "
              + Table.text(item, "operation").orElse("(just answered)")
              + " waits for an approval already; answer that one",
          e);
    }
  }

  private void tell(Operation operation, Instant until) {
    new Alert(aws, environment)
        .send(
            "approve the failover to " + environment.region() + "?",
            String.join(
                "\n",
                "Operation " + operation.id() + " (" + operation.reason() + ")",
                "waits for a person: it would make " + environment.region() + " active.",
                "",
                "To let it go on:   pharos approve " + operation.id() + " --by <your name>",
                "To say no:         pharos reject " + operation.id() + " --by <your name>",
                "",
                "`pharos status` shows what each Region runs. Without an answer until "
                    + until
                    + " it ends as refused; afterwards, `pharos failover` starts one by hand."));
  }
}
