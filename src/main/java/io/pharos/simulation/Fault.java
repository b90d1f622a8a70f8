package io.pharos.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
  FENCE_IMPOSSIBLE,
  /** The account has no more vCPUs, of instances or of Fargate, or databases to give. */
  QUOTA_SHORT,
  /** Tasks start, and never become healthy. */
  TASKS_UNHEALTHY,
  /** What is restored from backups cannot be used. */
  BACKUP_CORRUPT,
  /** No copy of a backup arrives in the other Region. */
  BACKUPS_LATE,
  /** There is no address left for a NAT gateway. */
  ADDRESS_LIMIT,
  /** NAT gateways fail while they are made. */
  NAT_FAILS,
  /** Aurora cancels the move of a global database, and every cluster is what it was. */
  MOVE_CANCELLED,
  /** The standby's cluster has lost its instances. */
  NO_INSTANCE,
  /** Nobody answers for Global Accelerator in us-west-2: no dial is turned. */
  DIALS_STUCK,
  /** The old Region's load balancer takes no changes: nobody closes it to an accelerator. */
  ENTRANCE_STUCK;

  /** What can happen whatever is deployed. */
  static Set<Fault> anywhere() {
    return EnumSet.range(REGION_DEAD, QUOTA_SHORT);
  }

  /**
   * What can go wrong beside something else, whatever is done; their order is that in which dice
   * choose.
   */
  static List<Fault> besides() {
    return List.of(
        SERVICE_DOWN,
        THROTTLING,
        LATENCY,
        ANSWER_LOST,
        ORCHESTRATOR_CRASH,
        DELIVERED_TWICE,
        IMAGE_MISSING,
        CAPACITY_SHORT,
        QUOTA_SHORT,
        SECRET_MISSING,
        KEY_DISABLED);
  }

  /** What can be wrong with the old Region itself; their order is that in which dice choose. */
  static List<Fault> ofTheOldRegion() {
    return List.of(REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING, FENCE_IMPOSSIBLE);
  }

  /** As coverage calls it: {@code region-dead}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
