package io.pharos.config;

/** What leads users to the Region that serves. */
public enum Via implements Choice {
  /** Two records of Route 53, of which one answers. */
  DNS("dns", true),
  /** Global Accelerator: two static addresses, from which users are led on. */
  ACCELERATOR("accelerator", true),
  /** Route 53 for the users' name, and an accelerator beside for those who need addresses. */
  BOTH("both", true);

  private final String word;
  private final boolean available;

  Via(String word, boolean available) {
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

  /** Whether there is an accelerator. */
  public boolean accelerates() {
    return this != DNS;
  }
}
