package io.pharos.config;

/**
 * Whether what holds data is guarded against deletion. Off is for sandboxes and drills: nothing is
 * protected, and nothing outlives a destroy but what AWS itself keeps.
 */
public enum Protection implements Choice {
  ON("on"),
  OFF("off");

  private final String word;

  Protection(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  public boolean isOn() {
    return this == ON;
  }
}
