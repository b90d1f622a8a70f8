package io.pharos.recovery.contract;

/** Where a stack sits. A position never changes; which Region is active does. */
public enum Position {
  PRIMARY("primary"),
  SECONDARY("secondary");

  private final String word;

  Position(String word) {
    this.word = word;
  }

  /** The word used in names, parameters and configuration. */
  public String word() {
    return word;
  }

  public Position peer() {
    return this == PRIMARY ? SECONDARY : PRIMARY;
  }

  /**
   * The position with this word.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Position of(String word) {
    for (Position position : values()) {
      if (position.word.equals(word)) {
        return position;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is neither 'primary' nor 'secondary'");
  }
}
