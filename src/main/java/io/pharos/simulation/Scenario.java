package io.pharos.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one run does to the world, decided by its seed alone. Times count from the disaster.
 *
 * @param offset when in its minute the disaster comes: it decides how long detection takes; whole
 *     minutes let users write for longer before
 * @param writeEvery how often users write
 * @param data how much the databases hold, which decides how long copies of them take
 * @param planned whether people switch over although nothing is wrong, and nothing may be lost
 * @param starts when people start an operation by hand, whatever the alarms do
 * @param acceptsLoss whether the person who starts an operation accepts that data may be lost
 * @param restarts how often the person starts an operation again that ended badly
 * @param patience how long the person waits before an operation that ended badly is started again
 * @param sequel how it goes on after the application has moved, if it does
 * @param usersCome when the first user comes, from the world's beginning; from then on users look
 *     the name up once a minute
 */
public record Scenario(
    long seed,
    Duration offset,
    Duration writeEvery,
    DataSize data,
    boolean planned,
    List<Incident> incidents,
    List<Duration> starts,
    boolean acceptsLoss,
    int restarts,
    Duration patience,
    Optional<Sequel> sequel,
    Duration usersCome) {

  /** Users are there before the disaster comes, and before anything is backed up. */
  static final Duration USERS_COME = Duration.ofSeconds(80);

  public Scenario {
    incidents = List.copyOf(incidents);
    starts = List.copyOf(starts);
  }

  boolean has(Fault fault) {
    return Stream.concat(incidents.stream(), sequel.stream().flatMap(Sequel::all))
        .anyMatch(incident -> incident.fault() == fault);
  }

  /** The same, without one kind of fault. */
  Scenario without(Fault fault) {
    return new Scenario(
        seed,
        offset,
        writeEvery,
        data,
        planned,
        incidents.stream().filter(incident -> incident.fault() != fault).toList(),
        starts,
        acceptsLoss,
        restarts,
        patience,
        sequel.map(next -> next.without(fault)),
        usersCome);
  }

  /** The same, ending when the application has moved. */
  Scenario alone() {
    return new Scenario(
        seed,
        offset,
        writeEvery,
        data,
        planned,
        incidents,
        starts,
        acceptsLoss,
        restarts,
        patience,
        Optional.empty(),
        usersCome);
  }

  @Override
  public String toString() {
    return incidents.stream().map(Incident::toString).collect(Collectors.joining("; "))
        + (planned ? "; planned" : "")
        + (starts.isEmpty() ? "" : "; started by hand at " + starts)
        + (acceptsLoss ? "; the loss is accepted" : "")
        + sequel.map(next -> "; " + next).orElse("");
  }
}
