package io.pharos.recovery.contract;

/**
 * The custom metrics in namespace {@link #NAMESPACE}; each has the dimensions App and Environment.
 */
public enum Metric {
  /**
   * 1 while the secondary Region has taken the traffic over, else 0; published in the secondary
   * Region.
   */
  TAKEN_OVER("TakenOver"),
  /**
   * 1 while the primary Region has reclaimed the traffic, else 0; published in the primary Region.
   */
  RECLAIMED("Reclaimed"),
  /**
   * For how long the beacon's probes of the peer have failed, 0 after one that succeeded. In high
   * resolution, so that the alarm need not wait for the minute to end.
   */
  PEER_UNREACHABLE("PeerUnreachableSeconds"),
  /**
   * 1 while this Region has returned from a disaster, fenced itself, and reaches the peer, which
   * serves; else 0. Published in the primary Region.
   */
  RETURN_READY("ReturnReady"),
  /**
   * Age in seconds of the newest marker row that this Region's replica has; 0 where the database is
   * written. In high resolution: with PostgreSQL it is the second signal of a lost peer.
   */
  MARKER_LAG_SECONDS("MarkerLagSeconds"),
  /** Age in seconds of the newest point to which this Region can restore the peer's database. */
  BACKUP_AGE_SECONDS("BackupAgeSeconds"),
  /**
   * Age in seconds of the newest copy of the peer's database in this Region's vault, or for how
   * long one is due; 0 in a Region that serves. Every hour, where AWS Backup is on.
   */
  COPY_AGE_SECONDS("BackupCopyAgeSeconds"),
  /**
   * Seconds since a restore test has succeeded in a Region that stands by, or since one is due; 0
   * in a Region that serves. Every hour, where restore tests are on.
   */
  RESTORE_TEST_AGE_SECONDS("RestoreTestAgeSeconds"),
  /** 1 when the newest restore test of a Region that stands by has failed, else 0; every hour. */
  RESTORE_TEST_FAILED("RestoreTestFailed"),
  /** Seconds from the fault to the end of the confirmation, once per operation. */
  RECOVERY_SECONDS("RecoverySeconds"),
  /** Seconds of writes that are lost at most, once per operation: the bound of the RPO. */
  LOSS_BOUND_SECONDS("LossBoundSeconds"),
  /** Seconds from the hold of the writes to the takeover, once per planned operation. */
  WRITE_PAUSE_SECONDS("WritePauseSeconds"),
  /** Seconds that a step took, once per operation and step; dimension {@link #STEP} as well. */
  STEP_SECONDS("StepSeconds"),
  /**
   * How long ago a scheduled task of a Region that serves has succeeded, or should have begun to; 0
   * in a Region that stands by. Every hour; dimension {@link #TASK} as well.
   */
  UPKEEP_AGE_SECONDS("UpkeepAgeSeconds"),
  /** 1 when this Region could take over, or serves; 0 when a failover to it would fail. */
  READY("Ready");

  public static final String NAMESPACE = "Pharos";
  public static final String APP = "App";
  public static final String ENVIRONMENT = "Environment";
  public static final String STEP = "Step";
  public static final String TASK = "Task";

  private final String metricName;

  Metric(String metricName) {
    this.metricName = metricName;
  }

  /** Whether its alarm looks more often than once a minute. */
  public boolean highResolution() {
    return this == PEER_UNREACHABLE || this == MARKER_LAG_SECONDS;
  }

  public String metricName() {
    return metricName;
  }
}
