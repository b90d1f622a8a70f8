package io.pharos.sandbox.states;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A state machine in the Amazon States Language with JSONata, checked the way Step Functions checks
 * it when a state machine is created.
 */
public final class Definition {
  private static final Map<String, Definition> PARSED = new ConcurrentHashMap<>();

  private final StateGraph graph;
  private final Integer timeoutSeconds;

  private Definition(StateGraph graph, Integer timeoutSeconds) {
    this.graph = graph;
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * @throws InvalidDefinition when Step Functions would not create it
   */
  public static Definition parse(String text) {
    return PARSED.computeIfAbsent(text, Definition::read);
  }

  private static Definition read(String text) {
    Object value;
    try {
      value = Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidDefinition(List.of("INVALID_JSON_DESCRIPTION: " + e.getMessage()));
    }
    List<String> problems = new DefinitionCheck().problems(value);
    if (!problems.isEmpty()) {
      throw new InvalidDefinition(problems);
    }
    Map<String, Object> fields = State.object(value);
    return new Definition(StateGraph.of(fields), (Integer) fields.get("TimeoutSeconds"));
  }

  /** The ARNs under Resource of all its Task states, branches included. */
  public Set<String> resources() {
    Set<String> resources = new LinkedHashSet<>();
    graph.collectResources(resources);
    return resources;
  }

  StateGraph graph() {
    return graph;
  }

  /** How long an execution may take at most. */
  OptionalInt timeoutSeconds() {
    return timeoutSeconds == null ? OptionalInt.empty() : OptionalInt.of(timeoutSeconds);
  }
}
