package io.pharos.config;

/** How much of the standby Region runs before it is needed. */
public enum Strategy implements Choice {
  /** Copies of the data, and nothing that costs by the hour but the load balancer. */
  BACKUP_RESTORE("backup-restore", true),
  /** A replica of the database; the application is started when it is needed. */
  PILOT_LIGHT("pilot-light", true),
  /** A replica, and a small part of the application, which runs all the time. */
  WARM_STANDBY("warm-standby", true);

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
