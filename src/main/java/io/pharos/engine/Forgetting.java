package io.pharos.engine;

import io.pharos.config.Generations;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes a database generation that is gone out of a stack: out of its configuration, and by the
 * refresh of the next deployment out of its state. Refused when anything else that holds data would
 * go with it.
 */
public final class Forgetting {
  private final Deployment deployment;
  private final Consumer<String> progress;

  public Forgetting(Deployment deployment, Consumer<String> progress) {
    this.deployment = deployment;
    this.progress = progress;
  }

  /** Whether the configuration keeps it. */
  public boolean knows(Position position, int generation) {
    return generations(position).retired().contains(generation);
  }

  /** Whether the configuration uses it. */
  public boolean isCurrent(Position position, int generation) {
    Generations now = generations(position);
    return now.any()
        ? now.current() <= generation
        : now.retired().stream().noneMatch(retired -> retired >= generation);
  }

  /**
   * Forgets it.
   *
   * @throws Refused when the stack's plan would lose something else
   */
  public void forget(Position position, int generation) {
    if (!knows(position, generation)) {
      return;
    }
    Generations now = generations(position);
    List<Integer> retired = new ArrayList<>(now.retired());
    retired.remove(Integer.valueOf(generation));
    StackName stack = StackName.of(position);
    Map<String, String> wanted =
        Map.of(
            WantedSettings.GENERATIONS,
            WantedSettings.document(new Generations(now.current(), now.adopt(), retired)));
    Plan plan = deployment.plan(stack, wanted);
    List<Objection> objections = new Gate(List.of()).objections(plan);
    if (!objections.isEmpty()) {
      throw new Refused(
          "Refused to forget it: "
              + String.join("; ", objections.stream().map(Objection::why).toList())
              + ". Nothing was changed in stack "
              + stack.word());
    }
    deployment.configure(stack, wanted);
    progress.accept(stack.word() + ": " + deployment.apply(stack).counts());
  }

  private Generations generations(Position position) {
    Settings settings = deployment.settings(StackName.of(position));
    return settings.generations(position);
  }
}
