package io.pharos.sandbox.states;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds everything for which Step Functions refuses a definition: unknown and missing fields,
 * states that cannot be reached, transitions into nothing, JSONata that does not parse.
 */
final class DefinitionCheck {
  private static final Set<String> MACHINE =
      Set.of("Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version");
  private static final Set<String> GRAPH = Set.of("Comment", "QueryLanguage", "StartAt", "States");
  private static final Set<String> PROCESSOR =
      Set.of("Comment", "QueryLanguage", "StartAt", "States", "ProcessorConfig");

  private final List<String> problems = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  List<String> problems(Object definition) {
    if (!(definition instanceof Map<?, ?>)) {
      problem("Expected value of type Object", "/");
      return problems;
    }
    Map<String, Object> machine = State.object(definition);
    if (!"JSONata".equals(machine.get("QueryLanguage"))) {
      problem(
          "the sandbox runs JSONata definitions only: \"QueryLanguage\" must be \"JSONata\"", "/");
      return problems;
    }
    Object timeout = machine.get("TimeoutSeconds");
    if (timeout != null && !(timeout instanceof Integer seconds && seconds > 0)) {
      problem("Expected a positive integer", "/TimeoutSeconds");
    }
    graph(machine, MACHINE, "", Set.of());
    return problems;
  }

  void problem(String what, String where) {
    problems.add("SCHEMA_VALIDATION_FAILED: " + what + " at " + where);
  }

  void branch(Object value, boolean processor, String where, Set<String> outer) {
    if (value instanceof Map<?, ?>) {
      graph(State.object(value), processor ? PROCESSOR : GRAPH, where, outer);
    } else {
      problem("Expected value of type Object", where);
    }
  }

  /**
   * @param outer variables of the states around this graph, which it can read and cannot assign
   */
  private void graph(
      Map<String, Object> fields, Set<String> allowed, String where, Set<String> outer) {
    fields.keySet().stream()
        .filter(field -> !allowed.contains(field))
        .forEach(field -> problem("Field '" + field + "' is not supported", where + "/" + field));
    if (!(fields.get("States") instanceof Map<?, ?> map) || map.isEmpty()) {
      problem("Missing or empty 'States'", where + "/States");
      return;
    }
    Map<String, Object> states = State.object(map);
    if (!states.containsKey(fields.get("StartAt"))) {
      problems.add(
          "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: "
              + fields.get("StartAt")
              + " at "
              + where
              + "/StartAt");
    }
    Set<String> variables = new LinkedHashSet<>(outer);
    states.values().forEach(state -> variables.addAll(assigned(state)));
    states.forEach(
        (name, value) -> state(name, value, where + "/States/" + name, states, outer, variables));
    reachability(fields, states, where);
  }

  private void state(
      String name,
      Object value,
      String where,
      Map<String, Object> states,
      Set<String> outer,
      Set<String> variables) {
    if (name.length() > 80) {
      problem("State name is longer than 80 characters", where);
    }
    if (!names.add(name)) {
      problems.add("DUPLICATE_STATE_NAME: Duplicate State name: " + name + " at " + where);
    }
    assigned(value).stream()
        .filter(outer::contains)
        .forEach(
            variable ->
                problem(
                    "Variable '" + variable + "' belongs to an outer scope", where + "/Assign"));
    new StateCheck(this, where, states.keySet(), variables).check(value);
  }

  void transition(Object target, String field, String where, Set<String> states) {
    if (!(target instanceof String name) || !states.contains(name)) {
      problems.add(
          "MISSING_TRANSITION_TARGET: Missing '" + field + "' target: " + target + " at " + where);
    }
  }

  private void reachability(Map<String, Object> fields, Map<String, Object> states, String where) {
    Set<String> reached = new HashSet<>();
    Deque<String> left = new ArrayDeque<>();
    if (fields.get("StartAt") instanceof String start) {
      left.add(start);
    }
    boolean terminal = false;
    while (!left.isEmpty()) {
      String name = left.remove();
      if (!reached.add(name) || !(states.get(name) instanceof Map<?, ?> map)) {
        continue;
      }
      Map<String, Object> state = State.object(map);
      terminal |= terminal(state);
      left.addAll(targets(state));
    }
    states.keySet().stream()
        .filter(name -> !reached.contains(name))
        .forEach(
            name ->
                problems.add(
                    "MISSING_TRANSITION_TARGET: State \""
                        + name
                        + "\" is not reachable. at "
                        + where
                        + "/States/"
                        + name));
    if (!terminal) {
      problems.add(
          "MISSING_TERMINAL_STATE: No terminal state can be reached at " + where + "/States");
    }
  }

  private static boolean terminal(Map<String, Object> state) {
    return Boolean.TRUE.equals(state.get("End"))
        || "Succeed".equals(state.get("Type"))
        || "Fail".equals(state.get("Type"));
  }

  private static List<String> targets(Map<String, Object> state) {
    List<String> targets = new ArrayList<>();
    for (String field : List.of("Next", "Default")) {
      if (state.get(field) instanceof String target) {
        targets.add(target);
      }
    }
    for (String field : List.of("Choices", "Catch")) {
      if (state.get(field) instanceof List<?> entries) {
        for (Object entry : entries) {
          if (entry instanceof Map<?, ?> map && map.get("Next") instanceof String target) {
            targets.add(target);
          }
        }
      }
    }
    return targets;
  }

  private static Set<String> assigned(Object state) {
    Set<String> variables = new LinkedHashSet<>();
    if (state instanceof Map<?, ?> map) {
      if (map.get("Assign") instanceof Map<?, ?> assign) {
        variables.addAll(State.object(assign).keySet());
      }
      for (String field : List.of("Choices", "Catch")) {
        if (map.get(field) instanceof List<?> entries) {
          entries.forEach(entry -> variables.addAll(assigned(entry)));
        }
      }
    }
    return variables;
  }
}
