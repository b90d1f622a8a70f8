package io.pharos.recovery.contract;

/** What a standby has of the database: the words of {@link Variable#PHAROS_STANDBY}. */
public final class StandbyWord {
  /** A replica, whichever of the strategies with one it is. */
  public static final String REPLICA = "replica";

  /** The standby is a skeleton: it has replicated automated backups, and no database. */
  public static final String BACKUPS = "backups";

  /** The standby is a skeleton: its vault of AWS Backup has copies, and it has no database. */
  public static final String COPIES = "copies";

  private StandbyWord() {}

  /** Whether a standby of this word has no database, and is restored. */
  public static boolean restores(String word) {
    return word.equals(BACKUPS) || word.equals(COPIES);
  }
}
