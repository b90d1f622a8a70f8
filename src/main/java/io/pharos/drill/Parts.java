package io.pharos.drill;

import io.pharos.recovery.contract.Names;
import io.pharos.world.Cloud;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The steps of an operation that consists of operations: each step that is one is replaced by what
 * it did, from the journal of the Region where it ran.
 */
record Parts(Cloud cloud, Names names, List<String> regions) {

  List<StepRecord> steps(OperationJournal whole) {
    List<StepRecord> steps = new ArrayList<>();
    for (StepRecord step : whole.steps()) {
      List<StepRecord> inside = inside(whole.operation() + "-" + step.name());
      if (inside.isEmpty()) {
        steps.add(step);
      } else {
        inside.forEach(part -> steps.add(part.inPart(step.name())));
      }
    }
    steps.sort(Comparator.comparing(StepRecord::started));
    return List.copyOf(steps);
  }

  private List<StepRecord> inside(String operation) {
    return regions.stream()
        .map(
            region ->
                OperationJournal.read(
                        cloud.client(DynamoDbClient.class, region), names.table(), operation)
                    .steps())
        .filter(steps -> !steps.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
