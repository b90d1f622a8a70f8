package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.time.Instant;

/**
 * What the beacon does about its own Region's event sources, while no operation is at work: off in
 * a standby, whoever switched them on; on where an operation could not finish it. What a person
 * switches off in the Region that serves stays off.
 */
record OwnSources(Aws aws, Environment environment, Table table) {
  /** That an operation left them to the beacon, and which. */
  private static final String PENDING = "pending";

  /** Notes that they are to be switched on in the Region of this table. */
  static void leave(Table table, String operation) {
    table.update(Table.SOURCES).set(PENDING, operation).run();
  }

  /**
   * Switches off what is on in a standby.
   *
   * @throws Unavailable when something could not be; the next look tries again
   */
  void rest() {
    EventSources sources = EventSources.own(aws, environment);
    if (!sources.none() && !atWork()) {
      require(sources.off());
    }
  }

  /**
   * Switches on what an operation left, and tells people once nothing is left.
   *
   * @throws Unavailable when something could not be; the next minute tries again
   */
  void finish() {
    EventSources sources = EventSources.own(aws, environment);
    if (sources.none() || !table.get(Table.SOURCES).containsKey(PENDING) || atWork()) {
      return;
    }
    SourceSwitch on = sources.on();
    require(on);
    Instant now = aws.clock().instant();
    table.update(Table.SOURCES).remove(PENDING).set("finished", now).run();
    new Alert(aws, environment)
        .send(
            "event sources of " + environment.region() + " are on",
            on.detail()
                + ", at "
                + now
                + ".\n\nAn operation had left them to the beacon. Nothing is left to do.");
  }

  private boolean atWork() {
    return new Lock(table, aws.clock()).holder().isPresent();
  }

  static void require(SourceSwitch done) {
    if (!done.complete()) {
      throw new Unavailable(ErrorCode.UNAVAILABLE, done.detail());
    }
  }
}
