package io.pharos.simulation;

import io.pharos.drill.Probe;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * 7. What the application does by itself is on in the Region that serves, and for good in no other
 * one. A Region that is cut off and works goes on until it sees its peer again.
 */
record SourcesPromise(World world, Leg leg, Sources sources) {
  /** A standby's beacon looks every ten minutes, unless a lock is held, which ends after ten. */
  static final Duration PATIENCE = Duration.ofMinutes(25);

  static final Duration LOOK = Duration.ofMinutes(5);

  /**
   * What is not as it should be now, if something is not.
   *
   * @param moved whether an operation says that the Region serves that the application was to move
   *     to
   * @param promoted whether its database was asked for as the writer
   * @param last what users saw last
   */
  Optional<String> broken(boolean moved, boolean promoted, Probe.Entry last) {
    return bothOn().or(() -> offWhereItServes(moved, promoted, last));
  }

  private Optional<String> bothOn() {
    String from = leg.from().region();
    String to = leg.to().region();
    List<String> one = sources.that(true, from);
    List<String> other = sources.that(true, to);
    return alive(from) && alive(to) && !one.isEmpty() && !other.isEmpty()
        ? Optional.of("on in " + from + " are " + one + ", and in " + to + " " + other)
        : Optional.empty();
  }

  private Optional<String> offWhereItServes(boolean moved, boolean promoted, Probe.Entry last) {
    boolean stayed =
        leg.task() == Leg.Task.RESEED
            || leg.planned()
                && !promoted
                && last.served()
                && last.region().equals(leg.from().region());
    if (!moved && !stayed) {
      return Optional.empty();
    }
    String region = moved ? leg.to().region() : leg.from().region();
    List<String> off = sources.that(false, region);
    return world.faults().dead(region) || off.isEmpty()
        ? Optional.empty()
        : Optional.of(region + " serves, and off are " + off);
  }

  private boolean alive(String region) {
    return world.faults().of(region).isEmpty();
  }
}
