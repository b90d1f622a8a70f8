package io.pharos.config;

/** How much of the standby Region runs before it is needed. */
public enum Strategy implements Choice {
  BACKUP_RESTORE("backup-restore", false),
  PILOT_LIGHT("pilot-light", true),
  WARM_STANDBY("warm-standby", false);

  private final String word;
  private final boolean available;

  Strategy(String word, boolean available) {
    this.word = word;
    this.available = available;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public boolean available() {
    return available;
  }
}
