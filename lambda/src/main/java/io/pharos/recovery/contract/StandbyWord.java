package io.pharos.recovery.contract;

/** What a standby has of the database: the words of {@link Variable#PHAROS_STANDBY}. */
public final class StandbyWord {
  /** A replica, whichever of the strategies with one it is. */
  public static final String REPLICA = "replica";

  /** The standby is a skeleton: it has backups of the database, and no database. */
  public static final String BACKUPS = "backups";

  private StandbyWord() {}
}
