package io.pharos.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import io.pharos.recovery.contract.Position;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a reconciliation found, planned and did.
 *
 * @param settings what it changes in each stack's configuration
 * @param planned what the stacks lacked, of those that can be reached
 * @param applied what was done; empty in a rehearsal or when it was refused
 * @param last the last previews, which show no change when all is done
 * @param left what is still to be done, and when
 */
public record ReconcileReport(
    Position active,
    Map<StackName, Map<String, String>> settings,
    List<Plan> planned,
    List<Plan> applied,
    List<Plan> last,
    List<Objection> objections,
    List<String> left) {
  public ReconcileReport {
    settings = new EnumMap<>(settings);
    planned = List.copyOf(planned);
    applied = List.copyOf(applied);
    last = List.copyOf(last);
    objections = List.copyOf(objections);
    left = List.copyOf(left);
  }

  public boolean refused() {
    return !objections.isEmpty();
  }

  /** What was done to resources of a stack that hold data. */
  public int stateful(StackName stack, PlannedChange.Kind kind) {
    return applied.stream()
        .filter(plan -> plan.stack() == stack)
        .mapToInt(plan -> plan.stateful(kind))
        .sum();
  }

  /** Schema {@code pharos.reconcile/1}. */
  public String json() {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("schema", "pharos.reconcile/1");
    document.put(
        "outcome",
        refused() ? "refused" : last.isEmpty() ? "rehearsed" : left.isEmpty() ? "done" : "left");
    document.put("active", active.word());
    ObjectNode changed = document.putObject("settings");
    settings.forEach(
        (stack, values) -> {
          if (!values.isEmpty()) {
            values.forEach(changed.putObject(stack.word())::put);
          }
        });
    plans(document.putArray("planned"), planned);
    plans(document.putArray("applied"), applied);
    plans(document.putArray("afterReconcile"), last);
    PlanReport.objections(document.putArray("objections"), objections);
    ArrayNode open = document.putArray("left");
    left.forEach(open::add);
    return Json.write(document) + "\n";
  }

  private static void plans(ArrayNode array, List<Plan> plans) {
    plans.forEach(plan -> PlanReport.stack(array.addObject(), plan));
  }
}
