package io.pharos.sandbox.states;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** States that belong together: a state machine's, a branch's or an item processor's. */
record StateGraph(String startAt, Map<String, State> states) {

  /** From an object with StartAt and States that {@link DefinitionCheck} has found right. */
  static StateGraph of(Map<String, Object> fields) {
    Map<String, State> states = new LinkedHashMap<>();
    State.object(fields.get("States"))
        .forEach(
            (name, value) -> {
              Map<String, Object> state = State.object(value);
              states.put(
                  name, new State(name, StateType.of(state.get("Type")).orElseThrow(), state));
            });
    return new StateGraph((String) fields.get("StartAt"), states);
  }

  State state(String name) {
    return states.get(name);
  }

  void collectResources(Set<String> resources) {
    for (State state : states.values()) {
      state.field("Resource").ifPresent(resource -> resources.add((String) resource));
      state.objects("Branches").forEach(branch -> of(branch).collectResources(resources));
      state
          .field("ItemProcessor")
          .ifPresent(processor -> of(State.object(processor)).collectResources(resources));
    }
  }
}
