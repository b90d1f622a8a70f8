package io.pharos.recovery.contract;

/**
 * The strategies' words that change what the runtime does: see {@link Variable#PHAROS_STRATEGY}.
 */
public final class StrategyWord {
  /** The standby is a skeleton: it has backups of the database, and no database. */
  public static final String BACKUP_RESTORE = "backup-restore";

  private StrategyWord() {}
}
