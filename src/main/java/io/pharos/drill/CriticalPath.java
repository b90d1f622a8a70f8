package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps that decided how long users waited: from the takeover backwards, always the one that
 * the next had to wait for, by the run's own times. Faster steps beside it changed nothing.
 *
 * @param capacityReady when what serves was there; the step itself only asks for it
 */
public record CriticalPath(List<StepRecord> steps, Instant since, Optional<Instant> capacityReady) {
  private static final String CAPACITY = "capacity";

  /** What each step waits for: the one of these that ended last. */
  private static final Map<String, Set<String>> AFTER =
      Map.ofEntries(
          Map.entry("takeover", Set.of("verify")),
          // Users may be served just after the last marker and before the last look.
          Map.entry("verify", Set.of("marker", CAPACITY)),
          Map.entry("marker", Set.of("promote", CAPACITY)),
          Map.entry("promote", Set.of("drain", "fence")),
          Map.entry(CAPACITY, Set.of("fence", "reopen")),
          Map.entry("reopen", Set.of("restore", "network")),
          Map.entry("network", Set.of("fence")),
          Map.entry("restore", Set.of("fence")),
          Map.entry("drain", Set.of("hold")),
          Map.entry("fence", Set.of("gate")),
          Map.entry("gate", Set.of("lock")),
          Map.entry("lock", Set.of("approval")));

  /** Empty when the traffic was not taken over: then nothing decided anything. */
  public List<StepRecord> critical() {
    List<StepRecord> path = new ArrayList<>();
    Optional<StepRecord> step =
        steps.stream().filter(each -> each.name().equals("takeover")).findFirst();
    while (step.isPresent()) {
      path.add(0, step.get());
      step = before(step.get());
    }
    return path;
  }

  /**
   * How long users would have waited, had the same steps run one after another: what ran beside the
   * promotion, or before the writes were held, comes on top.
   */
  public Optional<Duration> sequential(Optional<Duration> rto) {
    List<StepRecord> path = critical();
    Optional<StepRecord> capacity =
        path.isEmpty() ? Optional.empty() : sameOperation(path.get(0)).filter(CriticalPath::raises);
    return rto.map(waited -> waited.plus(capacity.map(this::besides).orElse(Duration.ZERO)));
  }

  private static boolean raises(StepRecord step) {
    return step.name().equals(CAPACITY) && step.ended().isPresent();
  }

  private Optional<StepRecord> sameOperation(StepRecord of) {
    return steps.stream()
        .filter(step -> step.part().equals(of.part()))
        .filter(CriticalPath::raises)
        .findFirst();
  }

  /** The time that capacity took and that nobody waited for. */
  private Duration besides(StepRecord capacity) {
    Duration before = overlap(capacity.started(), end(capacity), Instant.MIN, since);
    Duration beside =
        steps.stream()
            .filter(step -> step.name().equals("promote") && step.part().equals(capacity.part()))
            .map(step -> overlap(capacity.started(), end(capacity), step.started(), end(step)))
            .reduce(Duration.ZERO, Duration::plus);
    return before.plus(beside);
  }

  private static Duration overlap(Instant from, Instant to, Instant otherFrom, Instant otherTo) {
    Instant start = from.isAfter(otherFrom) ? from : otherFrom;
    Instant end = to.isBefore(otherTo) ? to : otherTo;
    return start.isBefore(end) ? Duration.between(start, end) : Duration.ZERO;
  }

  /** Steps that users did not wait for are not on the path, whatever waited for them. */
  private Optional<StepRecord> before(StepRecord step) {
    return steps.stream()
        .filter(each -> AFTER.getOrDefault(step.name(), Set.of()).contains(each.name()))
        .filter(each -> each.part().equals(step.part()))
        .filter(each -> each.ended().isPresent())
        .filter(each -> end(each).isAfter(since))
        .filter(each -> !each.started().isAfter(step.started()))
        .filter(each -> !endBefore(each, step).isAfter(end(step)))
        .max(Comparator.comparing(each -> endBefore(each, step)));
  }

  /** What verify saw was there when it saw it, also when it was noted a moment later. */
  private Instant endBefore(StepRecord each, StepRecord step) {
    Instant end = end(each);
    boolean seen = each.name().equals(CAPACITY) && step.name().equals("verify");
    return seen && end.isAfter(end(step)) ? end(step) : end;
  }

  /** When a step had done what it was for. */
  Instant end(StepRecord step) {
    Instant ended = step.ended().orElse(step.started());
    return step.name().equals(CAPACITY)
        ? capacityReady.filter(ended::isBefore).orElse(ended)
        : ended;
  }
}
