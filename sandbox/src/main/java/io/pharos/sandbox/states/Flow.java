package io.pharos.sandbox.states;

import java.time.Duration;
import java.util.Map;

/** One thread of states: the state machine's own, a branch of a Parallel or an item of a Map. */
final class Flow {
  /** Takes the end of a flow, unless it was cancelled. */
  interface Ending {
    void succeeded(Object output);

    void failed(StateError error);
  }

  private final Execution execution;
  private final StateGraph graph;
  private final Variables variables;
  private final Map<String, Object> item;
  private final Ending ending;
  private long lastEvent;
  private Visit current;
  private boolean over;

  /**
   * @param item what the context object says under Map; empty outside of a Map
   * @param lastEvent the history event that leads to the flow's first
   */
  Flow(
      Execution execution,
      StateGraph graph,
      Variables variables,
      Map<String, Object> item,
      long lastEvent,
      Ending ending) {
    this.execution = execution;
    this.graph = graph;
    this.variables = variables;
    this.item = item;
    this.lastEvent = lastEvent;
    this.ending = ending;
  }

  Execution execution() {
    return execution;
  }

  Variables variables() {
    return variables;
  }

  Map<String, Object> item() {
    return item;
  }

  long lastEvent() {
    return lastEvent;
  }

  void record(String type, Object... details) {
    lastEvent = execution.record(lastEvent, type, details);
  }

  void enter(String name, Object input) {
    execution.transition(
        () -> {
          if (!over) {
            current = new Visit(this, graph.state(name), input);
            current.begin();
          }
        });
  }

  /** Runs the action then, unless the flow is over. */
  void later(Duration delay, Runnable action) {
    execution.later(
        delay,
        () -> {
          if (!over) {
            action.run();
          }
        });
  }

  void succeed(Object output) {
    over = true;
    ending.succeeded(output);
  }

  void fail(StateError error) {
    over = true;
    ending.failed(error);
  }

  void cancel() {
    if (!over) {
      over = true;
      if (current != null) {
        current.cancel();
      }
    }
  }
}
