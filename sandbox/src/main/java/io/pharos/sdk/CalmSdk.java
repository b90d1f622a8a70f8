package io.pharos.sdk;

import com.google.common.collect.ForwardingMap;
import com.pulumi.Log;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.deployment.internal.EngineLogger;
import com.pulumi.deployment.internal.Runner;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;

/**
 * Keeps the Pulumi SDK from keeping processors busy for nothing, which is more than the resources
 * of a preview cost.
 *
 * <ul>
 *   <li>Until the last resource is registered its runner asks without a pause whether all tasks are
 *       done, and writes down each time which are not; several programs of one JVM can starve each
 *       other so for good. Here its table of tasks waits, when it is asked, until one is done.
 *   <li>Three debug messages for each resource go to the engine, one after the other, which throws
 *       them away. Here they are sent only when {@code PULUMI_EXCESSIVE_DEBUG_OUTPUT} asks for
 *       them.
 * </ul>
 *
 * <p>Made for com.pulumi:pulumi 1.36; another one is left as it is, and only slower.
 */
public final class CalmSdk {
  private CalmSdk() {}

  /**
   * Calms the deployment that this thread belongs to; more than once does no harm.
   *
   * @return whether it is calm now
   */
  public static boolean install() {
    DeploymentInternal deployment = DeploymentInternal.getInstance();
    try {
      calmRunner(deployment.getRunner());
      if (!DeploymentImpl.DeploymentState.ExcessiveDebugOutput) {
        dropDebugMessages((Log) get(deployment, "log"));
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(CalmSdk.class.getName())
          .log(
              System.Logger.Level.DEBUG, "this version of the Pulumi SDK is laid out otherwise", e);
      return false;
    }
  }

  private static void calmRunner(Runner runner) throws ReflectiveOperationException {
    Map<?, ?> tasks = (Map<?, ?>) get(runner, "inFlightTasks");
    if (!(tasks instanceof Tasks)) {
      Tasks calm = new Tasks();
      tasks.forEach(
          (task, descriptions) ->
              calm.compute((CompletableFuture<?>) task, (key, none) -> (List<?>) descriptions));
      field(runner, "inFlightTasks").set(runner, calm);
    }
  }

  private static void dropDebugMessages(Log log) throws ReflectiveOperationException {
    Object logger = get(log, "logger");
    if (!Proxy.isProxyClass(logger.getClass())) {
      field(log, "logger").set(log, withoutDebugMessages((EngineLogger) logger));
    }
  }

  static EngineLogger withoutDebugMessages(EngineLogger logger) {
    return (EngineLogger)
        Proxy.newProxyInstance(
            CalmSdk.class.getClassLoader(),
            new Class<?>[] {EngineLogger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("debugAsync")) {
                return CompletableFuture.completedFuture(null);
              }
              try {
                return method.invoke(logger, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Object get(Object owner, String name) throws ReflectiveOperationException {
    return field(owner, name).get(owner);
  }

  private static Field field(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /**
   * The tasks that are not yet done, or done and not yet looked at. Anyone adds; only the runner's
   * loop looks, one round after the other.
   */
  static final class Tasks extends ForwardingMap<CompletableFuture<?>, List<?>> {
    private final Map<CompletableFuture<?>, List<?>> tasks = new ConcurrentHashMap<>();
    private final BlockingQueue<CompletableFuture<?>> done = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<?>> round = new ArrayList<>();

    @Override
    protected Map<CompletableFuture<?>, List<?>> delegate() {
      return tasks;
    }

    @Override
    public List<?> compute(
        CompletableFuture<?> task,
        BiFunction<? super CompletableFuture<?>, ? super List<?>, ? extends List<?>> descriptions) {
      List<?> known = tasks.compute(task, descriptions);
      task.whenComplete((value, failure) -> done.add(task));
      return known;
    }

    /** Answers when there is something to do: a task is done, or none is left. */
    @Override
    public boolean isEmpty() {
      if (tasks.isEmpty()) {
        return true;
      }
      if (round.isEmpty()) {
        await();
      }
      return false;
    }

    /** Lets another thread of the pool do the work meanwhile. */
    private void await() {
      try {
        ForkJoinPool.managedBlock(
            new ForkJoinPool.ManagedBlocker() {
              @Override
              public boolean block() throws InterruptedException {
                round.add(done.take());
                return true;
              }

              @Override
              public boolean isReleasable() {
                return done.drainTo(round) > 0;
              }
            });
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the engine was at work", e);
      }
    }

    /** Only those that are done: all that the runner does with another is to say so. */
    @Override
    public Set<CompletableFuture<?>> keySet() {
      done.drainTo(round);
      Set<CompletableFuture<?>> all = new LinkedHashSet<>(round);
      round.clear();
      return all;
    }

    @Override
    public String toString() {
      return tasks.size() + " tasks";
    }
  }
}
