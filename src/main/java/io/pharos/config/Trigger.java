package io.pharos.config;

/** Who starts a failover when the standby Region sees that the active one is lost. */
public enum Trigger implements Choice {
  MANUAL("manual", true),
  APPROVAL("approval", true),
  AUTOMATIC("automatic", true);

  private final String word;
  private final boolean available;

  Trigger(String word, boolean available) {
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
