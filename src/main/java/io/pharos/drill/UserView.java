package io.pharos.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a fault did to the users, computed from the probe's log alone.
 *
 * @param since the fault, or the first second of a planned pause
 * @param rto fault to the first second after which every request succeeded; empty when they did not
 *     recover
 * @param rpo age, at the fault, of the oldest acknowledged row that is lost; zero when none is
 * @param unavailable sum of the seconds in which users were not served
 * @param acknowledgedWrites rows that users were told are safe
 * @param lostWrites how many of them cannot be read any more
 * @param maxConcurrentWriters Regions whose database took rows in the same second, at most
 * @param lastFailure why users were not served, the last time they were not
 * @param availability how many requests succeeded, over the time that was watched
 */
public record UserView(
    Instant since,
    Optional<Duration> rto,
    Duration rpo,
    Duration unavailable,
    int acknowledgedWrites,
    int lostWrites,
    int maxConcurrentWriters,
    Optional<String> lastFailure,
    List<Availability> availability) {

  /** How long requests must have gone on succeeding before users count as recovered. */
  public static final Duration STEADY = Duration.ofMinutes(10);

  public static UserView of(List<Probe.Entry> log, List<Probe.Entry> lost, Instant fault) {
    OptionalInt lastFailed = lastFailed(log);
    Optional<Duration> rto =
        recoveredAt(log, lastFailed, fault)
            .map(at -> at.isBefore(fault) ? Duration.ZERO : Duration.between(fault, at));
    Duration rpo =
        lost.stream()
            .map(Probe.Entry::at)
            .min(Comparator.naturalOrder())
            .map(oldest -> Duration.between(oldest, fault))
            .filter(age -> !age.isNegative())
            .orElse(Duration.ZERO);
    long failed =
        log.stream().filter(entry -> !entry.at().isBefore(fault) && !entry.served()).count();
    return new UserView(
        fault,
        rto,
        rpo,
        Duration.ofSeconds(failed),
        (int) log.stream().filter(Probe.Entry::acknowledged).count(),
        lost.size(),
        maxConcurrentWriters(log),
        lastFailed.isPresent()
            ? Optional.of(log.get(lastFailed.getAsInt()).failure())
            : Optional.empty(),
        Availability.of(log));
  }

  /** When they were served again and stayed so. */
  public Optional<Instant> back() {
    return rto.map(since::plus);
  }

  private static OptionalInt lastFailed(List<Probe.Entry> log) {
    for (int i = log.size() - 1; i >= 0; i--) {
      if (!log.get(i).served()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static Optional<Instant> recoveredAt(
      List<Probe.Entry> log, OptionalInt lastFailed, Instant fault) {
    if (lastFailed.isEmpty()) {
      return Optional.of(fault);
    }
    int next = lastFailed.getAsInt() + 1;
    if (next >= log.size()) {
      return Optional.empty();
    }
    Instant recovered = log.get(next).at();
    Instant end = log.get(log.size() - 1).at();
    return Duration.between(recovered, end).compareTo(STEADY) >= 0
        ? Optional.of(recovered)
        : Optional.empty();
  }

  private static int maxConcurrentWriters(List<Probe.Entry> log) {
    return log.stream().mapToInt(entry -> entry.writers().size()).max().orElse(0);
  }
}
