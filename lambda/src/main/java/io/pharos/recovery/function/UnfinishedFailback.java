package io.pharos.recovery.function;

import io.pharos.recovery.contract.StateMachine;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A failback that moved the application into this Region and ended before all of its parts had,
 * because what ran it died or a later part stopped. The next one goes on behind the move.
 */
record UnfinishedFailback(Table table) {
  private static final int LOOK_BACK = 50;

  /**
   * The one before this operation; empty when something else gave this Region the traffic last, or
   * when that failback succeeded.
   */
  Optional<String> before(Operation operation) {
    Optional<String> mover = Table.text(table.get(Table.TRAFFIC), "operation");
    boolean moved =
        mover
            .map(id -> table.get(Journal.summary(id)))
            .flatMap(summary -> Table.text(summary, "trigger"))
            .filter(StateMachine.FAILBACK.word()::equals)
            .isPresent();
    return moved
        ? last(operation)
            .filter(line -> !says(line, "outcome", Outcome.Kind.SUCCEEDED.word()))
            .flatMap(line -> Table.text(line, "operation"))
        : Optional.empty();
  }

  /** The last failback that changed anything. */
  private Optional<Map<String, AttributeValue>> last(Operation operation) {
    return table.last(Journal.INDEX, LOOK_BACK).stream()
        .filter(line -> says(line, "kind", StateMachine.FAILBACK.word()))
        .filter(line -> !says(line, "operation", operation.id()))
        .filter(line -> !says(line, "outcome", Outcome.Kind.REFUSED.word()))
        .findFirst();
  }

  private static boolean says(Map<String, AttributeValue> line, String attribute, String word) {
    return Table.text(line, attribute).filter(word::equals).isPresent();
  }
}
