package io.pharos.sandbox.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;

/**
 * Time that passes only when it is told to, and what happens in it. Events run in the order of
 * (time, key, entry): the key makes the order independent of the order in which the resources
 * behind the events were created.
 */
public final class VirtualClock extends Clock {

  /**
   * @param nanos the time since the epoch: compared far more often than anything else is done
   */
  private record Event(long nanos, Instant when, String key, long entry, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      if (nanos != other.nanos) {
        return nanos < other.nanos ? -1 : 1;
      }
      int byKey = key.compareTo(other.key);
      return byKey != 0 ? byKey : Long.compare(entry, other.entry);
    }
  }

  private static final long NANOS = 1_000_000_000;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private Instant now;
  private long entries;

  public VirtualClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Runs the action when the time has come; a time in the past means now. */
  public void at(Instant when, String key, Runnable action) {
    Instant due = when.isBefore(now) ? now : when;
    events.add(new Event(nanos(due), due, key, entries++, action));
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
  }

  public void after(Duration delay, String key, Runnable action) {
    at(now.plus(delay), key, action);
  }

  /**
   * Runs the action at every multiple of the period since the epoch, from the next one on, for as
   * long as it says.
   */
  public void every(Duration period, String key, java.util.function.BooleanSupplier action) {
    long millis = period.toMillis();
    Instant next = Instant.ofEpochMilli((now.toEpochMilli() / millis + 1) * millis);
    at(
        next,
        key,
        () -> {
          if (action.getAsBoolean()) {
            every(period, key, action);
          }
        });
  }

  /** Lets time pass until then, running what falls due. */
  public void advanceTo(Instant until) {
    long last = nanos(until);
    while (!events.isEmpty() && events.peek().nanos() <= last) {
      Event event = events.poll();
      now = event.when();
      event.action().run();
    }
    if (until.isAfter(now)) {
      now = until;
    }
  }

  public void advanceBy(Duration duration) {
    advanceTo(now.plus(duration));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the sandbox lives in UTC");
  }
}
