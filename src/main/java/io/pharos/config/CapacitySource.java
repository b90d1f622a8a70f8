package io.pharos.config;

/** What the size of a Region that takes over goes by. */
public enum CapacitySource implements Choice {
  /** {@code compute.active}. */
  CONFIGURED("configured"),
  /** What the active Region has run within a day, where that is more. */
  OBSERVED("observed");

  private final String word;

  CapacitySource(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
