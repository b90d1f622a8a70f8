package io.pharos.sandbox.states;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One attempt of an inline Map: its items in order, so many at once as it allows. */
final class MapWork implements Work {
  /** More iterations than these an inline Map does not run at once. */
  private static final int MOST_AT_ONCE = 40;

  private final Visit visit;
  private final Flow flow;
  private final List<Flow> running = new ArrayList<>();
  private StateGraph graph;
  private List<?> items;
  private Object[] outputs;
  private int begun;
  private int done;

  MapWork(Visit visit) {
    this.visit = visit;
    this.flow = visit.flow();
  }

  @Override
  public void start() {
    Object value = visit.evaluate("Items", visit.input());
    if (!(value instanceof List<?> list)) {
      throw new StateError(
          StateError.QUERY, "The items of '" + visit.state().name() + "' must be an array");
    }
    items = list;
    outputs = new Object[items.size()];
    graph = StateGraph.of(State.object(visit.state().get("ItemProcessor")));
    Integer limit = visit.seconds("MaxConcurrency");
    int most = limit == null || limit == 0 ? MOST_AT_ONCE : Math.min(limit, MOST_AT_ONCE);
    flow.record("MapStateStarted", "length", items.size());
    if (items.isEmpty()) {
      finish();
    }
    for (int i = 0; i < Math.min(most, items.size()); i++) {
      next();
    }
  }

  @Override
  public void cancel() {
    running.forEach(Flow::cancel);
  }

  private void next() {
    int index = begun++;
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("Index", index);
    item.put("Value", items.get(index));
    Map<String, Object> about = Map.of("Item", item);
    Object input = items.get(index);
    if (visit.state().has("ItemSelector")) {
      input =
          visit
              .expressions(Map.of(), Map.of("Map", about))
              .evaluate("ItemSelector", visit.state().get("ItemSelector"));
    }
    Visit.limit(input);
    long event =
        flow.execution()
            .record(
                flow.lastEvent(),
                "MapIterationStarted",
                "name",
                visit.state().name(),
                "index",
                index);
    Flow iteration =
        new Flow(
            flow.execution(), graph, new Variables(flow.variables()), about, event, ending(index));
    running.add(iteration);
    iteration.enter(graph.startAt(), input);
  }

  private Flow.Ending ending(int index) {
    return new Flow.Ending() {
      @Override
      public void succeeded(Object output) {
        outputs[index] = output;
        done++;
        iteration("Succeeded", index);
        if (done == items.size()) {
          finish();
        } else if (begun < items.size()) {
          begin();
        }
      }

      @Override
      public void failed(StateError error) {
        cancel();
        iteration("Failed", index);
        flow.record("MapStateFailed", "error", error.error(), "cause", error.reason());
        visit.failed(error);
      }
    };
  }

  private void begin() {
    try {
      next();
    } catch (StateError error) {
      visit.failed(error);
    }
  }

  private void iteration(String how, int index) {
    flow.execution()
        .record(
            running.get(index).lastEvent(),
            "MapIteration" + how,
            "name",
            visit.state().name(),
            "index",
            index);
  }

  private void finish() {
    flow.record("MapStateSucceeded");
    visit.done(new ArrayList<>(Arrays.asList(outputs)));
  }
}
