package io.pharos.config;

/** What the users' domain name follows. */
public enum Follow implements Choice {
  /** The signal that the recovery runtime gives once the standby can serve. */
  TAKEOVER("takeover", true),
  /** The health of the active Region's endpoint. */
  ENDPOINT("endpoint", false);

  private final String word;
  private final boolean available;

  Follow(String word, boolean available) {
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
