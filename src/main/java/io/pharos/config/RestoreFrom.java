package io.pharos.config;

/** What strategy {@code backup-restore} restores the database from. */
public enum RestoreFrom implements Choice {
  /** Automated backups, which RDS replicates: to any time up to some minutes ago. */
  AUTOMATED_BACKUPS("automated-backups"),
  /** The newest copy of AWS Backup in the Region's own vault. */
  VAULT("vault");

  private final String word;

  RestoreFrom(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
