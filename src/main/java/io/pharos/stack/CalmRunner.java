package io.pharos.stack;

import com.google.common.collect.ForwardingMap;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.deployment.internal.Runner;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Keeps the Pulumi SDK from burning a processor while it waits for the engine: until the last
 * resource is registered its runner asks without a pause whether all tasks are done, and writes
 * down each time which are not. Here its table of tasks waits, when it is asked, until one is done.
 *
 * <p>Made for the runner of com.pulumi:pulumi 1.36; another one is left as it is, and only slower.
 */
final class CalmRunner {
  private CalmRunner() {}

  /** Calms the runner of the deployment that this thread belongs to. */
  static void install() {
    Runner runner = DeploymentInternal.getInstance().getRunner();
    try {
      Field field = runner.getClass().getDeclaredField("inFlightTasks");
      field.setAccessible(true);
      if (field.get(runner) instanceof Map<?, ?> tasks && field.getType() == Map.class) {
        Tasks calm = new Tasks();
        tasks.forEach(
            (task, descriptions) ->
                calm.compute(
                    (CompletableFuture<?>) task, (key, none) -> (List<?>) descriptions));
        field.set(runner, calm);
      }
    } catch (NoSuchFieldException | IllegalAccessException | RuntimeException e) {
      System.getLogger(CalmRunner.class.getName())
          .log(System.Logger.Level.DEBUG, "this version of the Pulumi SDK has another runner", e);
    }
  }

  /** The tasks that are not yet done, or done and not yet looked at. */
  static final class Tasks extends ForwardingMap<CompletableFuture<?>, List<?>> {
    private final Map<CompletableFuture<?>, List<?>> tasks = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<?>> done = ConcurrentHashMap.newKeySet();
    private final AtomicReference<CompletableFuture<Void>> bell =
        new AtomicReference<>(new CompletableFuture<>());

    @Override
    protected Map<CompletableFuture<?>, List<?>> delegate() {
      return tasks;
    }

    @Override
    public List<?> compute(
        CompletableFuture<?> task,
        BiFunction<? super CompletableFuture<?>, ? super List<?>, ? extends List<?>> descriptions) {
      List<?> known = tasks.compute(task, descriptions);
      task.whenComplete(
          (value, failure) -> {
            done.add(task);
            bell.getAndSet(new CompletableFuture<>()).complete(null);
          });
      return known;
    }

    /** Answers when there is something to do: a task is done, or none is left. */
    @Override
    public boolean isEmpty() {
      while (true) {
        CompletableFuture<Void> next = bell.get();
        if (tasks.isEmpty()) {
          return true;
        }
        if (!done.isEmpty()) {
          return false;
        }
        next.join();
      }
    }

    /** Only those that are done: all that the runner does with another is to say so. */
    @Override
    public Set<CompletableFuture<?>> keySet() {
      return Set.copyOf(done);
    }

    @Override
    public List<?> remove(Object task) {
      done.remove(task);
      return tasks.remove(task);
    }

    @Override
    public String toString() {
      return tasks.size() + " tasks";
    }
  }
}
