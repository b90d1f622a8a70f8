package io.pharos.simulation;

import java.util.Locale;

/** What the simulation breaks: the list of docs/simulation.md. */
public enum Fault {
  REGION_DEAD,
  REGION_ISOLATED,
  SERVICE_DOWN,
  THROTTLING,
  LATENCY,
  ANSWER_LOST,
  ORCHESTRATOR_CRASH,
  DELIVERED_TWICE,
  IMAGE_MISSING,
  CAPACITY_SHORT,
  SECRET_MISSING,
  KEY_DISABLED,
  PROMOTION_SLOW,
  PROMOTION_REFUSED,
  LAG_UNKNOWN,
  LAG_TOO_LARGE,
  ALARM_FLAPPING,
  TWO_OPERATIONS,
  FENCE_IMPOSSIBLE;

  /** As coverage calls it: {@code region-dead}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
