package io.pharos.recovery.function;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/**
 * Why an operation ended before its end, as the state machine caught it, and what people are told
 * to do about it.
 */
record Failure(String step, boolean refused, String error, String cause) {

  /** Empty when the operation reached its end. */
  static Optional<Failure> of(Operation operation) {
    return Operation.field(operation.input(), "failure")
        .map(
            failure ->
                new Failure(
                    Operation.text(failure, "step").orElse("unknown"),
                    Operation.yes(failure, "refused"),
                    Operation.text(failure, "error").orElse("unknown"),
                    message(Operation.text(failure, "cause").orElse(""))));
  }

  Outcome outcome() {
    Outcome.Kind kind = refused ? Outcome.Kind.REFUSED : Outcome.Kind.STOPPED;
    return new Outcome(kind, cause.isEmpty() ? error : cause, Map.of("stoppedAt", step));
  }

  /**
   * What people get.
   *
   * @param held how writes are held at the moment, or empty
   */
  String message(Operation operation, String region, boolean trafficTaken, Optional<String> held) {
    return String.join(
        "\n",
        what(operation, region),
        trafficTaken
            ? "State: the traffic goes to " + region + ", whose database was writable."
            : "State: the traffic was not moved. What was done so far is in the journal and stays.",
        held.map(
                how ->
                    "Writes: HELD by "
                        + how
                        + ". Users cannot write until the operation has ended well. Start it again"
                        + " first; delete these entries by hand only while the database here is"
                        + " still a replica.")
            .orElse("Writes: not held by this operation."),
        "",
        "What to do: "
            + (refused
                ? "decide on what is said above, then start the " + kind(operation) + " again."
                : "put right what is said above, then " + again(operation)));
  }

  /**
   * What people get while none of this can be written down.
   *
   * @param why what keeps it from being written
   */
  String unrecorded(Operation operation, String region, String why) {
    return String.join(
        "\n",
        what(operation, region),
        "State: not known to this message, and neither is whether writes are held: the journal does"
            + " not answer ("
            + why
            + "). What was done so far stays.",
        "",
        "What to do: wait for the message that follows as soon as the journal answers; it is tried"
            + " again for half an hour. When none comes: look at the table and its key in "
            + region
            + ", then "
            + again(operation));
  }

  private String what(Operation operation, String region) {
    return String.join(
        "\n",
        "Operation "
            + operation.id()
            + " ("
            + operation.trigger()
            + ": "
            + operation.reason()
            + ")",
        (refused ? "was refused" : "stopped") + " in " + region + " at step '" + step + "'.",
        "",
        "Why: " + (cause.isEmpty() ? error : cause),
        "");
  }

  private static String again(Operation operation) {
    return "start the "
        + kind(operation)
        + " again; it goes on from there ("
        + command(operation)
        + "). pharos status shows where it stands.";
  }

  private static String kind(Operation operation) {
    return operation.kind().word();
  }

  private static String command(Operation operation) {
    return switch (operation.kind()) {
      case FAILOVER, RESTORE -> "pharos failover";
      case FAILBACK -> "pharos failback";
      case STANDBY -> "pharos failback --stay";
      case SNAPSHOT, IMAGE ->
          throw new IllegalStateException(operation.kind() + " is no operation");
    };
  }

  /** Lambda gives its error as JSON; only the message says something to people. */
  private static String message(String cause) {
    try {
      return JsonNodeParser.create()
          .parse(cause)
          .field("errorMessage")
          .map(JsonNode::text)
          .orElse(cause);
    } catch (RuntimeException e) {
      return cause;
    }
  }
}
