package io.pharos.engine;

import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.recovery.contract.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings configuration, state and reality together after an operation: the configuration says what
 * is real, and databases that recovery made are adopted. It changes nothing when anything that
 * holds data would be replaced, deleted or made; stopped anywhere, it goes on when it is run again.
 */
public final class Reconciliation {
  private final Deployment deployment;
  private final Supplier<Reality> look;
  private final Function<Position, Lock> locks;
  private final Consumer<String> progress;

  /** Keeps operations, and other reconciliations, away. */
  public interface Lock extends AutoCloseable {
    /** Where there is nothing to keep away. */
    Lock NONE =
        new Lock() {
          @Override
          public void renew() {}

          @Override
          public void close() {}
        };

    /**
     * Keeps it for the next step.
     *
     * @throws Refused when somebody else has it by now
     */
    void renew();

    @Override
    void close();
  }

  /**
   * @param look what the Regions say at this moment
   * @param locks takes the lock of a Region, or throws {@link Refused}
   */
  public Reconciliation(
      Deployment deployment,
      Supplier<Reality> look,
      Function<Position, Lock> locks,
      Consumer<String> progress) {
    this.deployment = deployment;
    this.look = look;
    this.locks = locks;
    this.progress = progress;
  }

  /** What would be done now; nothing is changed, and no lock is taken. */
  public ReconcileReport rehearse() {
    return rehearse(look.get());
  }

  private ReconcileReport rehearse(Reality reality) {
    List<StackName> all = List.of(StackName.values());
    List<Settings> configured = each(all, deployment::settings);
    Gate gate = new Gate(List.of());
    strategyStays(gate, configured, reality.active());
    Map<StackName, Map<String, String>> settings = new EnumMap<>(StackName.class);
    for (StackName stack : all) {
      settings.put(stack, WantedSettings.of(stack, configured.get(stack.ordinal()), reality));
    }
    List<StackName> reachable = reachable(reality);
    List<Plan> plans = each(reachable, stack -> deployment.plan(stack, settings.get(stack)));
    List<Objection> objections = new ArrayList<>();
    for (Plan plan : plans) {
      objections.addAll(gate.objections(plan));
      plan.changes().stream()
          .filter(change -> change.stateful() && change.kind() == PlannedChange.Kind.CREATE)
          .forEach(change -> objections.add(made(plan.stack(), change)));
    }
    return new ReconcileReport(
        reality.active(), settings, plans, List.of(), List.of(), objections, left(reality));
  }

  /** With another strategy nothing of what follows would fit. */
  private void strategyStays(Gate gate, List<Settings> configured, Position active) {
    if (active == Position.PRIMARY) {
      return;
    }
    Optional<Strategy> deployed = deployment.strategy();
    for (StackName stack : StackName.values()) {
      Strategy wanted = configured.get(stack.ordinal()).strategy();
      gate.strategy(stack, wanted, deployed, Optional.of(active))
          .ifPresent(
              objection -> {
                throw new Refused("Refused: " + objection);
              });
    }
  }

  /** An empty database instead of the one that has the data is no reconciliation. */
  private static Objection made(StackName stack, PlannedChange change) {
    return new Objection(
        stack,
        Optional.empty(),
        change.urn(),
        change.shortType()
            + " "
            + change.name()
            + " is not there and would be made, empty: deploy what is missing with 'pharos up "
            + stack.word()
            + "', then reconcile again");
  }

  /** Does it. */
  public ReconcileReport run() {
    Position active = look.get().active();
    try (Lock lock = locks.apply(active);
        Interruptible interruptible = Interruptible.start(lock::close)) {
      Reality reality = look.get();
      if (reality.active() != active) {
        throw new Refused("Refused: the application moves just now. Run it again afterwards");
      }
      ReconcileReport planned = rehearse(reality);
      return planned.objections().isEmpty() ? execute(planned, lock) : planned;
    }
  }

  private ReconcileReport execute(ReconcileReport planned, Lock lock) {
    lock.renew();
    each(
        planned.settings().entrySet().stream()
            .filter(wanted -> !wanted.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList(),
        stack -> configure(stack, planned.settings().get(stack)));
    planned
        .settings()
        .forEach(
            (stack, settings) -> {
              if (!settings.isEmpty()) {
                progress.accept("Pulumi." + stack.word() + ".yaml says " + settings);
              }
            });
    List<Plan> applied = new ArrayList<>();
    List<Plan> last = planned.planned();
    // A second time for what one stack sees of the other only after the first.
    for (int round = 0; round < 2; round++) {
      List<StackName> open =
          last.stream().filter(plan -> !plan.counts().none()).map(Plan::stack).toList();
      if (round > 0 && open.isEmpty()) {
        break;
      }
      lock.renew();
      List<Plan> done = each(open, deployment::apply);
      done.forEach(plan -> progress.accept(plan.stack().word() + ": " + plan.counts()));
      applied.addAll(done);
      lock.renew();
      last = each(last.stream().map(Plan::stack).toList(), deployment::plan);
    }
    List<String> left = new ArrayList<>(planned.left());
    for (Plan plan : last) {
      progress.accept("preview of " + plan.stack().word() + ": " + plan.counts());
      if (!plan.counts().none()) {
        left.add("the last preview of stack " + plan.stack().word() + " shows " + plan.counts());
      }
    }
    return new ReconcileReport(
        planned.active(), planned.settings(), planned.planned(), applied, last, List.of(), left);
  }

  private StackName configure(StackName stack, Map<String, String> settings) {
    deployment.configure(stack, settings);
    return stack;
  }

  /** The records are the secondary Region's provider's: a dead primary does not matter to them. */
  private static List<StackName> reachable(Reality reality) {
    return Arrays.stream(StackName.values())
        .filter(
            stack ->
                reality.of(WantedSettings.position(stack).orElse(Position.SECONDARY)).isPresent())
        .toList();
  }

  private static List<String> left(Reality reality) {
    List<StackName> reachable = reachable(reality);
    return Arrays.stream(StackName.values())
        .filter(stack -> !reachable.contains(stack))
        .map(
            stack ->
                "stack "
                    + stack.word()
                    + ": its Region does not answer. Run 'pharos reconcile' again when it does")
        .toList();
  }

  /** All at the same time: the stacks are separate, and each waits for AWS most of the time. */
  private static <T> List<T> each(List<StackName> stacks, Function<StackName, T> work) {
    if (stacks.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(stacks.size());
    try {
      Map<StackName, CompletableFuture<T>> running = new LinkedHashMap<>();
      for (StackName stack : stacks) {
        running.put(stack, CompletableFuture.supplyAsync(() -> work.apply(stack), threads));
      }
      // Nobody leaves while another one is still at work.
      CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new))
          .exceptionally(failed -> null)
          .join();
      return running.values().stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      threads.shutdown();
    }
  }
}
