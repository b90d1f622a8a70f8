package io.pharos.world;

import java.util.List;

/** How a drill breaks something, where that is possible. */
public interface FaultSwitch {

  /** Takes a whole Region away: nothing in it works any more. */
  void fail(String region);

  /**
   * What went wrong out of sight of users and journal: functions that failed, instances that did
   * not start.
   */
  List<String> observations();
}
