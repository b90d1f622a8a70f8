package io.pharos.world;

import java.util.List;

/** How a drill breaks something, where that is possible. */
public interface FaultSwitch {

  /** How a Region fails. */
  enum Kind {
    /** Nothing in the Region works. */
    DEAD,
    /** The Region works, and nobody outside can see it. */
    ISOLATED
  }

  /** Takes a whole Region away. */
  void fail(String region, Kind kind);

  /** Gives it back. */
  void heal(String region);

  /**
   * What went wrong out of sight of users and journal, each said once: functions that failed, calls
   * that were denied, instances that did not start, alerts.
   */
  List<String> observations();

  /** What recovery functions asked for and do not have: permissions, and variables. */
  List<String> deploymentFaults();
}
