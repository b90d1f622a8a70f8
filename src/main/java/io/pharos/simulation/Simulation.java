package io.pharos.simulation;

import io.pharos.config.Strategy;
import io.pharos.recovery.contract.RecoveryFunction;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Many runs, one world each, and what they add up to. */
public final class Simulation {
  private static final List<String> STEPS = Aim.STEPS.stream().map(RecoveryFunction::word).toList();

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final AtomicLong cpuNanos = new AtomicLong();
  private final Deployed deployed;
  private final Cast cast;

  public Simulation(Deployed deployed, Cast cast) {
    this.deployed = deployed;
    this.cast = cast;
  }

  /**
   * What all runs together say.
   *
   * @param faults how many incidents there were
   * @param violations the runs that broke a promise, by seed, with their histories
   */
  public record Report(
      long seed,
      int runs,
      long faults,
      int recovered,
      int stoppedSafely,
      Map<Result.Struck, Integer> coverage,
      List<Result> violations) {

    /** Every fault and every step, also those that never met. */
    public Map<Result.Struck, Integer> cells() {
      Map<Result.Struck, Integer> cells = new TreeMap<>(coverage);
      cells.keySet().removeIf(cell -> !STEPS.contains(cell.step()));
      for (Fault fault : Fault.values()) {
        STEPS.forEach(step -> cells.putIfAbsent(new Result.Struck(fault, step), 0));
      }
      return cells;
    }

    /** What no run has tried: a fault that was never in force during a step. */
    public List<Result.Struck> untried() {
      return cells().entrySet().stream()
          .filter(cell -> cell.getValue() == 0)
          .map(Map.Entry::getKey)
          .toList();
    }

    public int violated() {
      return violations.size();
    }
  }

  /**
   * Plays that many scenarios, on all processors.
   *
   * @param progress is told how many runs are done
   */
  public Report run(long seed, int runs, LongConsumer progress) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicLong next = new AtomicLong();
    AtomicLong done = new AtomicLong();
    try {
      List<Future<Tally>> tallies = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tallies.add(
            pool.submit(
                () -> {
                  long before = CPU.getCurrentThreadCpuTime();
                  Tally tally = new Tally();
                  for (long n = next.getAndIncrement(); n < runs; n = next.getAndIncrement()) {
                    tally.add(play(runSeed(seed, n)));
                    progress.accept(done.incrementAndGet());
                  }
                  cpuNanos.addAndGet(CPU.getCurrentThreadCpuTime() - before);
                  return tally;
                }));
      }
      Tally all = new Tally();
      for (Future<Tally> tally : tallies) {
        all.add(tally.get());
      }
      return all.report(seed, runs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** Processor time that all runs so far have taken, in milliseconds. */
  public long cpuMillis() {
    return cpuNanos.get() / 1_000_000;
  }

  /**
   * How long users wait when the active Region is lost and nothing else is wrong, in so many runs,
   * the shortest first; a run in which they are not served again is missing.
   */
  public List<Duration> waits(long seed, int runs, LongConsumer progress) {
    AtomicLong done = new AtomicLong();
    return LongStream.range(0, runs)
        .parallel()
        .mapToObj(n -> play(Dice.onlyTheRegion(runSeed(seed, n), deployed.names()), false))
        .peek(result -> progress.accept(done.incrementAndGet()))
        .flatMap(result -> result.waited().stream())
        .sorted()
        .toList();
  }

  /** So many runs aim once at every fault during every step. */
  public static int runsForAll() {
    return Aim.runsForAll();
  }

  public Strategy strategy() {
    return deployed.names().strategy();
  }

  /**
   * The first of so many runs that breaks this promise.
   *
   * @param worth tells scenarios that may break it; the others are not played
   */
  Optional<Result> first(int invariant, long seed, int runs, Predicate<Scenario> worth) {
    return LongStream.range(0, runs)
        .mapToObj(n -> Dice.scenario(runSeed(seed, n), deployed.names()))
        .filter(worth)
        .map(scenario -> play(scenario, false))
        .filter(
            result -> result.violations().stream().anyMatch(each -> each.invariant() == invariant))
        .findFirst();
  }

  /** One run with its history; the seed is all that it needs. */
  public Result replay(long runSeed) {
    return play(Dice.scenario(runSeed, deployed.names()), true);
  }

  private Result play(long runSeed) {
    Scenario scenario = Dice.scenario(runSeed, deployed.names());
    try {
      Result result = play(scenario, false);
      // A run is short, and only the few that matter tell their story.
      return result.outcome() == Outcome.VIOLATED ? play(scenario, true) : result;
    } catch (RuntimeException e) {
      throw new IllegalStateException("run " + runSeed + " broke down: " + e.getMessage(), e);
    }
  }

  Result play(Scenario scenario, boolean telling) {
    Result result = Run.of(deployed, scenario, cast, telling);
    if (result.outcome() != Outcome.STOPPED_SAFELY || !scenario.has(Fault.ORCHESTRATOR_CRASH)) {
      return result;
    }
    // 4. The same without the crash must not end better.
    Result undisturbed = Run.of(deployed, scenario.without(Fault.ORCHESTRATOR_CRASH), cast, false);
    if (undisturbed.outcome() != Outcome.RECOVERED) {
      return result;
    }
    Violation violation =
        new Violation(4, "it recovers without the crash, and was not recovered by starting again");
    List<String> history = new ArrayList<>(result.history());
    history.add("VIOLATED " + violation);
    return new Result(
        scenario,
        Outcome.VIOLATED,
        List.of(violation),
        result.struck(),
        result.end(),
        result.waited(),
        List.copyOf(history));
  }

  /** The seed of the n-th run, whose scenario is drawn around what has its turn. */
  static long runSeed(long seed, long n) {
    Optional<Aim> wanted = Aim.ofRun(n);
    long attempt = seed;
    long runSeed = mixed(attempt, n);
    while (!Aim.of(runSeed).equals(wanted)) {
      attempt += 0x632BE59BD9B4E019L;
      runSeed = mixed(attempt, n);
    }
    return runSeed;
  }

  /** Far from that of its neighbours, and never negative. */
  private static long mixed(long seed, long n) {
    long z = seed * 0x9E3779B97F4A7C15L + n * 0xBF58476D1CE4E5B9L + 0x94D049BB133111EBL;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return (z ^ z >>> 31) >>> 16;
  }

  /** What one thread has seen. */
  private static final class Tally {
    private long faults;
    private int recovered;
    private int stopped;
    private final Map<Result.Struck, Integer> coverage = new TreeMap<>();
    private final List<Result> violations = new ArrayList<>();

    void add(Result result) {
      faults += result.scenario().incidents().size();
      switch (result.outcome()) {
        case RECOVERED -> recovered++;
        case STOPPED_SAFELY -> stopped++;
        case VIOLATED -> violations.add(result);
      }
      result.struck().forEach((cell, count) -> coverage.merge(cell, count, Integer::sum));
    }

    void add(Tally other) {
      faults += other.faults;
      recovered += other.recovered;
      stopped += other.stopped;
      violations.addAll(other.violations);
      other.coverage.forEach((cell, count) -> coverage.merge(cell, count, Integer::sum));
    }

    Report report(long seed, int runs) {
      violations.sort(Comparator.comparing(Result::seed));
      return new Report(seed, runs, faults, recovered, stopped, coverage, List.copyOf(violations));
    }
  }
}
