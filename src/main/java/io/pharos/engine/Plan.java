package io.pharos.engine;

import com.pulumi.automation.OperationType;
import com.pulumi.automation.events.EngineEvent;
import com.pulumi.automation.events.StepEventMetadata;
import com.pulumi.automation.events.StepEventStateMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the engine says it would do to a stack, or has done: every resource that does not stay as it
 * is, in the engine's order.
 */
public record Plan(StackName stack, Change counts, List<PlannedChange> changes) {
  public Plan {
    changes = List.copyOf(changes);
  }

  /** How many resources that hold data are changed in this way. */
  public int stateful(PlannedChange.Kind kind) {
    return (int)
        changes.stream()
            .filter(change -> change.stateful() && change.kind() == kind)
            .map(PlannedChange::urn)
            .distinct()
            .count();
  }

  /** Collects a plan from the engine's events. */
  static final class Reader {
    private final Map<String, PlannedChange> changes = new LinkedHashMap<>();

    void accept(EngineEvent event) {
      if (event.resourcePreEvent() != null) {
        note(event.resourcePreEvent().metadata());
      }
    }

    Plan plan(StackName stack, Change counts) {
      return new Plan(stack, counts, new ArrayList<>(changes.values()));
    }

    private void note(StepEventMetadata step) {
      Optional<PlannedChange.Kind> kind = kind(step.op());
      if (kind.isEmpty() || step.type() == null || step.type().equals("pulumi:pulumi:Stack")) {
        return;
      }
      // A replacement is told three times; an import may be followed by an update.
      changes.merge(
          step.urn() + " " + kind.get(),
          new PlannedChange(
              step.urn(), step.type(), kind.get(), properties(step, kind.get()), opens(step)),
          Plan::both);
    }

    private static Optional<PlannedChange.Kind> kind(OperationType operation) {
      if (operation == null) {
        return Optional.empty();
      }
      return switch (operation) {
        case CREATE -> Optional.of(PlannedChange.Kind.CREATE);
        case UPDATE -> Optional.of(PlannedChange.Kind.UPDATE);
        case DELETE -> Optional.of(PlannedChange.Kind.DELETE);
        case IMPORT -> Optional.of(PlannedChange.Kind.IMPORT);
        case REPLACE,
                CREATE_REPLACEMENT,
                DELETE_REPLACED,
                READ_REPLACEMENT,
                DISCARD_REPLACED,
                REMOVE_PENDING_REPLACE,
                IMPORT_REPLACEMENT ->
            Optional.of(PlannedChange.Kind.REPLACE);
        case SAME, READ, REFRESH, READ_DISCARD, UNKNOWN -> Optional.empty();
      };
    }

    private static List<String> properties(StepEventMetadata step, PlannedChange.Kind kind) {
      return switch (kind) {
        case CREATE, IMPORT, DELETE -> List.of();
        case REPLACE -> sorted(step.keys());
        case UPDATE -> sorted(step.diffs());
      };
    }

    private static List<String> sorted(Collection<String> names) {
      return names == null ? List.of() : List.copyOf(new TreeSet<>(names));
    }

    private static List<String> opens(StepEventMetadata step) {
      return WorldAccess.opened(step.urn(), step.type(), inputs(step.old()), inputs(step.new_()));
    }

    private static Map<String, Object> inputs(StepEventStateMetadata state) {
      return state == null || state.inputs() == null ? Map.of() : state.inputs();
    }
  }

  private static PlannedChange both(PlannedChange first, PlannedChange second) {
    return new PlannedChange(
        first.urn(),
        first.type(),
        first.kind(),
        union(first.properties(), second.properties()),
        union(first.opens(), second.opens()));
  }

  private static List<String> union(List<String> first, List<String> second) {
    TreeSet<String> all = new TreeSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
