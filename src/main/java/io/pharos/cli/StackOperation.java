package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.engine.Change;
import io.pharos.engine.Deployment;
import io.pharos.engine.Interruptible;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command that runs Pulumi on one stack after the other and says what each time changed. */
abstract class StackOperation extends StacksCommand {

  @Override
  public final Integer call() throws IOException {
    Deployment deployment = deployment();
    List<StackName> stacks = stacks();
    // Everything is checked before anything is changed.
    stacks.stream().distinct().forEach(stack -> check(deployment, stack));
    begin(deployment, stacks);
    Map<StackName, Change> changes = new LinkedHashMap<>();
    try (Reconciliation.Lock lock = lock(deployment.settings(stacks.get(0)));
        Interruptible interruptible = Interruptible.start(lock::close)) {
      for (StackName stack : stacks) {
        Change change = run(deployment, stack);
        changes.put(stack, change);
        say(String.format("%-10s %s", stack.word(), change));
      }
    }
    end(changes);
    return ExitCode.DONE;
  }

  /** What keeps operations away meanwhile; nothing where nothing that runs is changed. */
  Reconciliation.Lock lock(Settings settings) {
    return Reconciliation.Lock.NONE;
  }

  /** What is said, or still refused, when all have passed their check and none is touched yet. */
  void begin(Deployment deployment, List<StackName> stacks) {}

  /** What is said when all are done. */
  void end(Map<StackName, Change> changes) throws IOException {}

  abstract Change run(Deployment deployment, StackName stack);

  /** Throws when this stack must not, or cannot, be touched. */
  void check(Deployment deployment, StackName stack) {
    deployment.settings(stack);
  }
}
