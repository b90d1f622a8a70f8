package io.pharos.recovery.function;

import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the steps of an operation found out that people must know at its end: what was lost at most,
 * how long nobody could write, and whether the old writer is closed.
 *
 * @param drained whether the replica had everything before it was promoted
 * @param peerLocked whether the peer's lock is held as well
 */
record Findings(
    Optional<Instant> fault,
    Optional<Double> boundSeconds,
    boolean drained,
    Optional<Double> writePauseSeconds,
    Optional<String> acceptedBy,
    Optional<String> pendingFence,
    Optional<String> pendingSources,
    boolean peerLocked) {

  /**
   * Reads the journal.
   *
   * @param sources whether event sources are to be switched on
   */
  static Findings of(List<Map<String, AttributeValue>> steps, boolean sources) {
    Map<String, AttributeValue> gate = figures(step(steps, "gate"));
    Map<String, AttributeValue> fence = step(steps, "fence");
    boolean pending = Table.text(fence, "outcome").equals(Optional.of(Outcome.Kind.PENDING.word()));
    return new Findings(
        Table.instant(gate, "fault"),
        Table.number(gate, JudgeGate.BOUND),
        Table.text(step(steps, "drain"), "outcome")
            .equals(Optional.of(Outcome.Kind.SUCCEEDED.word())),
        writePause(steps),
        Table.text(gate, "acceptedBy"),
        pending ? Table.text(fence, "detail") : Optional.empty(),
        sources ? pendingSources(steps) : Optional.empty(),
        Table.yes(figures(step(steps, "lock")), AcquireLock.PEER));
  }

  /** Once this Region has the traffic; also when the step came to no end, or never ran. */
  private static Optional<String> pendingSources(List<Map<String, AttributeValue>> steps) {
    if (!step(steps, "takeover").containsKey("ended")) {
      return Optional.empty();
    }
    Map<String, AttributeValue> switched = step(steps, RecoveryFunction.SOURCES.word());
    String outcome = Table.text(switched, "outcome").orElse("");
    return outcome.equals(Outcome.Kind.SUCCEEDED.word())
            || outcome.equals(Outcome.Kind.SKIPPED.word())
        ? Optional.empty()
        : Optional.of(Table.text(switched, "detail").orElse("the step came to no end"));
  }

  /** From the hold of the writes to the takeover. */
  private static Optional<Double> writePause(List<Map<String, AttributeValue>> steps) {
    Optional<Instant> since = Table.instant(figures(step(steps, "hold")), "since");
    Optional<Instant> taken = Table.instant(step(steps, "takeover"), "ended");
    return since.flatMap(
        from -> taken.map(until -> Figures.seconds(Duration.between(from, until))));
  }

  /** One line, for the journal. */
  String summary() {
    return loss()
        + (pendingFence.isPresent() ? "; the fence is pending" : "")
        + (pendingSources.isPresent() ? "; event sources are pending" : "");
  }

  /** What people get. */
  String message(Operation operation, String region) {
    return switch (operation.kind()) {
      case FAILOVER, RESTORE -> failedOver(operation, region);
      case FAILBACK ->
          "Operation "
              + operation.id()
              + " succeeded: users are served from "
              + region
              + " again, and its peer stands by. Nothing was lost.\n\nWhat to do next: run"
              + " `pharos reconcile`, so that Pulumi's state agrees with what runs.";
      case SNAPSHOT, IMAGE ->
          throw new IllegalStateException(operation.kind() + " is no operation");
      case STANDBY ->
          "Operation "
              + operation.id()
              + " succeeded: the database of "
              + region
              + " replicates the peer's writer, and the Region stands by. The former database is"
              + " kept, out of reach.\n\nWhat to do next: run `pharos reconcile`.";
    };
  }

  private String failedOver(Operation operation, String region) {
    return String.join(
        "\n",
        "Operation "
            + operation.id()
            + " ("
            + operation.trigger()
            + ": "
            + operation.reason()
            + ")",
        "succeeded: users are served from " + region + ".",
        "",
        "Lost: " + loss() + ".",
        "Fence: " + pendingFence.map(why -> "pending. " + why).orElse("the old writer is closed."),
        "Event sources: "
            + pendingSources
                .map(
                    why ->
                        "PENDING. "
                            + why
                            + ". The beacon of "
                            + region
                            + " tries again every minute and says when they are on. Until then what"
                            + " they deliver waits or is lost: put right what is said here, or"
                            + " switch them on by hand.")
                .orElse("nothing is left to switch on."),
        "",
        "What to do next: run `pharos reconcile`, so that Pulumi's state agrees with what runs."
            + (pendingFence.isPresent()
                ? " Watch for the notice that the old Region fenced itself when it returns."
                : ""));
  }

  private String loss() {
    if (drained) {
      return "nothing"
          + writePauseSeconds
              .map(seconds -> "; nobody could write for " + Figures.text(seconds) + " s")
              .orElse("");
    }
    return boundSeconds
            .map(seconds -> "at most the last " + Figures.text(seconds) + " s before the fault")
            .orElse("not known")
        + acceptedBy.map(who -> " (accepted by " + who + ")").orElse("");
  }

  private static Map<String, AttributeValue> step(
      List<Map<String, AttributeValue>> steps, String word) {
    return steps.stream()
        .filter(step -> Table.text(step, "step").equals(Optional.of(word)))
        .findFirst()
        .orElse(Map.of());
  }

  private static Map<String, AttributeValue> figures(Map<String, AttributeValue> step) {
    return step.containsKey("figures") ? step.get("figures").m() : Map.of();
  }
}
