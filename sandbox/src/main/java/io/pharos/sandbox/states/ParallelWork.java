package io.pharos.sandbox.states;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One attempt of a Parallel: all branches at once; the first that fails ends the others. */
final class ParallelWork implements Work {
  private final Visit visit;
  private final Flow flow;
  private final List<Flow> branches = new ArrayList<>();
  private Object[] outputs;
  private int left;

  ParallelWork(Visit visit) {
    this.visit = visit;
    this.flow = visit.flow();
  }

  @Override
  public void start() {
    Object input = visit.evaluate("Arguments", visit.input());
    Visit.limit(input);
    List<StateGraph> graphs =
        visit.state().objects("Branches").stream().map(StateGraph::of).toList();
    outputs = new Object[graphs.size()];
    left = graphs.size();
    flow.record("ParallelStateStarted");
    for (int i = 0; i < graphs.size(); i++) {
      branches.add(branch(graphs.get(i), i));
    }
    for (int i = 0; i < graphs.size(); i++) {
      branches.get(i).enter(graphs.get(i).startAt(), input);
    }
  }

  @Override
  public void cancel() {
    branches.forEach(Flow::cancel);
  }

  private Flow branch(StateGraph graph, int index) {
    return new Flow(
        flow.execution(),
        graph,
        new Variables(flow.variables()),
        flow.item(),
        flow.lastEvent(),
        new Flow.Ending() {
          @Override
          public void succeeded(Object output) {
            outputs[index] = output;
            if (--left == 0) {
              flow.record("ParallelStateSucceeded");
              visit.done(new ArrayList<>(Arrays.asList(outputs)));
            }
          }

          @Override
          public void failed(StateError error) {
            cancel();
            flow.record("ParallelStateFailed", "error", error.error(), "cause", error.reason());
            visit.failed(error);
          }
        });
  }
}
