package io.pharos.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * While one is open, an interrupt of this process asks the running Pulumi to stop and waits until
 * it has saved its state. Asked once, also when several run at the same time: a second signal would
 * make it terminate with operations pending.
 */
public final class Interruptible implements AutoCloseable {
  private static final Duration TERMINAL_SIGNALS_ARRIVE = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Deque<Interruptible> OPEN = new ArrayDeque<>();
  private static volatile CompletableFuture<Void> stopping = new CompletableFuture<>();
  private static Thread hook;

  private final Runnable afterwards;

  private Interruptible(Runnable afterwards) {
    this.afterwards = afterwards;
  }

  static Interruptible start() {
    return start(() -> {});
  }

  /**
   * Opens one.
   *
   * @param afterwards what an interrupt does when Pulumi has stopped
   */
  public static Interruptible start(Runnable afterwards) {
    synchronized (OPEN) {
      Interruptible running = new Interruptible(afterwards);
      if (OPEN.isEmpty()) {
        stopping = new CompletableFuture<>();
        hook = new Thread(Interruptible::interrupted, "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
      }
      OPEN.push(running);
      return running;
    }
  }

  /** Takes notice of what Pulumi prints: it says so when a signal has reached it. */
  static void saw(String line) {
    if (line.contains("received; cancelling")) {
      stopping.complete(null);
    }
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      OPEN.remove(this);
      if (!OPEN.isEmpty()) {
        return;
      }
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The hook runs already: it ends by itself.
      }
    }
  }

  private static void interrupted() {
    Deque<Interruptible> open;
    synchronized (OPEN) {
      open = new ArrayDeque<>(OPEN);
    }
    stopPulumi();
    open.forEach(each -> each.afterwards.run());
  }

  private static void stopPulumi() {
    if (children().findAny().isEmpty()) {
      return;
    }
    System.err.println("pharos: interrupted; waiting for Pulumi to stop and save its state ...");
    if (!heardOfSignal()) {
      children().forEach(ProcessHandle::destroy);
    }
    children().forEach(Interruptible::await);
  }

  /** From a terminal the signal goes to the whole process group, and Pulumi has it already. */
  private static boolean heardOfSignal() {
    try {
      stopping.get(TERMINAL_SIGNALS_ARRIVE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                child.info().command().map(command -> command.contains("pulumi")).orElse(false));
  }

  private static void await(ProcessHandle child) {
    try {
      child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      System.err.println("pharos: Pulumi has not stopped; see 'pulumi stack export' for its state");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
