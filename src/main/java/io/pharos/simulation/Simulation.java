package io.pharos.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Many runs, one world each, and what they add up to. */
public final class Simulation {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final AtomicLong cpuNanos = new AtomicLong();
  private final LongFunction<Deployed> starts;
  private final Turns turns;
  private final Cast cast;

  private Simulation(LongFunction<Deployed> starts, Turns turns, Cast cast) {
    this.starts = starts;
    this.turns = turns;
    this.cast = cast;
  }

  /** All runs start from the same, whatever their seeds say. */
  public Simulation(Deployed deployed, Cast cast) {
    this(seed -> deployed, Turns.alone(Course.of(deployed.names())), cast);
  }

  /** Runs start from what their seeds say, and only seeds are played that say one of these. */
  public Simulation(Map<Variant, Deployed> deployed, Cast cast) {
    this(
        seed -> Objects.requireNonNull(deployed.get(Variant.of(seed)), "not deployed"),
        Turns.of(deployed.keySet()),
        cast);
  }

  /**
   * What all runs together say.
   *
   * @param faults how many incidents there were
   * @param played how the runs of each deployment ended
   * @param coverage how often each fault was in force while each step ran, in each course
   * @param wentOn how many went on after the application had moved
   * @param later the coverage of those, from then on
   * @param violations the runs that broke a promise, by seed, with their histories
   */
  public record Report(
      long seed,
      int runs,
      long faults,
      int recovered,
      int stoppedSafely,
      Map<String, Map<Outcome, Integer>> played,
      Map<Course, Map<Result.Struck, Integer>> coverage,
      int wentOn,
      Map<Result.Struck, Integer> later,
      List<Result> violations) {

    /** Whatever is to be tried in a course, also what never was. */
    public Map<Result.Struck, Integer> cells(Course course) {
      return cells(coverage.get(course), course.aims());
    }

    /** The same for the steps that only a failback or a new standby has. */
    public Map<Result.Struck, Integer> laterCells() {
      return cells(later, Sequel.wanted());
    }

    private static Map<Result.Struck, Integer> cells(
        Map<Result.Struck, Integer> counts, List<Aim> wanted) {
      Map<Result.Struck, Integer> cells = new TreeMap<>();
      for (Aim aim : wanted) {
        Result.Struck cell = new Result.Struck(aim.fault(), aim.step().word());
        cells.put(cell, counts.getOrDefault(cell, 0));
      }
      return cells;
    }

    /** What no run has tried: a fault that was never in force during a step, by course. */
    public Map<String, List<Result.Struck>> untried() {
      Map<String, List<Result.Struck>> untried = new TreeMap<>();
      coverage.keySet().forEach(course -> untried.put(course.word(), zeros(cells(course))));
      untried.put("afterwards", zeros(laterCells()));
      untried.values().removeIf(List::isEmpty);
      return untried;
    }

    private static List<Result.Struck> zeros(Map<Result.Struck, Integer> cells) {
      return cells.entrySet().stream()
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
                    tally.add(play(runSeed(seed, n, turns.of(n))));
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
      return all.report(seed, runs, turns.courses());
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
    Deployed deployed = starts.apply(seed);
    AtomicLong done = new AtomicLong();
    return LongStream.range(0, runs)
        .parallel()
        .mapToObj(n -> Dice.onlyTheRegion(runSeed(seed, n, turns.of(n)), deployed.names()))
        .map(scenario -> Run.of(deployed, scenario, cast, false))
        .peek(result -> progress.accept(done.incrementAndGet()))
        .flatMap(result -> result.waited().stream())
        .sorted()
        .toList();
  }

  /** So many runs aim once at every fault during every step. */
  public int runsForAll() {
    return turns.runsForAll();
  }

  /**
   * The first of so many runs that breaks this promise.
   *
   * @param worth tells scenarios that may break it; the others are not played
   */
  Optional<Result> first(int invariant, long seed, int runs, Predicate<Scenario> worth) {
    return LongStream.range(0, runs)
        .mapToObj(n -> runSeed(seed, n, turns.of(n)))
        .map(each -> Dice.scenario(each, starts.apply(each).names()))
        .filter(worth)
        .map(scenario -> play(scenario, false))
        .filter(
            result -> result.violations().stream().anyMatch(each -> each.invariant() == invariant))
        .findFirst();
  }

  /** One run with its history; the seed is all that it needs. */
  public Result replay(long runSeed) {
    return play(Dice.scenario(runSeed, starts.apply(runSeed).names()), true);
  }

  private Result play(long runSeed) {
    Scenario scenario = Dice.scenario(runSeed, starts.apply(runSeed).names());
    try {
      Result result = play(scenario, false);
      // A run is short, and only the few that matter tell their story.
      return result.outcome() == Outcome.VIOLATED ? play(scenario, true) : result;
    } catch (RuntimeException e) {
      throw new IllegalStateException("run " + runSeed + " broke down: " + e.getMessage(), e);
    }
  }

  Result play(Scenario scenario, boolean telling) {
    Deployed start = starts.apply(scenario.seed());
    Result result = Run.of(start, scenario, cast, telling);
    if (result.outcome() != Outcome.STOPPED_SAFELY || !scenario.has(Fault.ORCHESTRATOR_CRASH)) {
      return result;
    }
    // 4. The same without the crash must not end better.
    Scenario without = scenario.without(Fault.ORCHESTRATOR_CRASH);
    Result undisturbed = Run.of(start, result.wentOn() ? without : without.alone(), cast, false);
    if (undisturbed.outcome() != Outcome.RECOVERED) {
      return result;
    }
    Violation violation =
        new Violation(4, "it recovers without the crash, and was not recovered by starting again");
    List<String> history = new ArrayList<>(result.history());
    history.add("VIOLATED " + violation);
    return new Result(
        result.deployment(),
        scenario,
        Outcome.VIOLATED,
        List.of(violation),
        result.struck(),
        result.later(),
        result.wentOn(),
        result.end(),
        result.waited(),
        List.copyOf(history));
  }

  /** The seed of the n-th run, whose scenario is drawn around what has its turn. */
  static long runSeed(long seed, long n, Turns.Turn turn) {
    long attempt = seed;
    long runSeed = mixed(attempt, n);
    while (!turn.isOf(runSeed)) {
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
    private int wentOn;
    private final Map<String, Map<Outcome, Integer>> played = new TreeMap<>();
    private final Map<Course, Map<Result.Struck, Integer>> coverage = new EnumMap<>(Course.class);
    private final Map<Result.Struck, Integer> later = new TreeMap<>();
    private final List<Result> violations = new ArrayList<>();

    void add(Result result) {
      faults += result.scenario().incidents().size();
      if (result.wentOn()) {
        faults += result.scenario().sequel().map(next -> next.incidents().size()).orElse(0);
      }
      switch (result.outcome()) {
        case RECOVERED -> recovered++;
        case STOPPED_SAFELY -> stopped++;
        case VIOLATED -> violations.add(result);
      }
      wentOn += result.wentOn() ? 1 : 0;
      add(result.deployment().word(), Map.of(result.outcome(), 1));
      add(Course.of(result.deployment()), result.struck());
      result.later().forEach((cell, count) -> later.merge(cell, count, Integer::sum));
    }

    private void add(String deployment, Map<Outcome, Integer> ended) {
      Map<Outcome, Integer> sums =
          played.computeIfAbsent(deployment, any -> new EnumMap<>(Outcome.class));
      ended.forEach((outcome, count) -> sums.merge(outcome, count, Integer::sum));
    }

    private void add(Course course, Map<Result.Struck, Integer> struck) {
      Map<Result.Struck, Integer> sums = coverage.computeIfAbsent(course, any -> new TreeMap<>());
      struck.forEach((cell, count) -> sums.merge(cell, count, Integer::sum));
    }

    void add(Tally other) {
      faults += other.faults;
      recovered += other.recovered;
      stopped += other.stopped;
      violations.addAll(other.violations);
      wentOn += other.wentOn;
      other.played.forEach(this::add);
      other.coverage.forEach(this::add);
      other.later.forEach((cell, count) -> later.merge(cell, count, Integer::sum));
    }

    Report report(long seed, int runs, Set<Course> courses) {
      courses.forEach(course -> add(course, Map.of()));
      violations.sort(Comparator.comparing(Result::seed));
      return new Report(
          seed,
          runs,
          faults,
          recovered,
          stopped,
          played,
          coverage,
          wentOn,
          later,
          List.copyOf(violations));
    }
  }
}
