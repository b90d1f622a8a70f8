package io.pharos.recovery.contract;

/** What a schedule does for a deployment, in the Region that serves: what recovery relies on. */
public enum Upkeep {
  /** The day's snapshot of the database, with a copy in the other Region. */
  SNAPSHOT("snapshot"),
  /** A machine image of an instance that serves, and its copy in the other Region. */
  IMAGE("image");

  private final String word;

  Upkeep(String word) {
    this.word = word;
  }

  /** The word in names, and the value of the dimension {@link Metric#TASK}. */
  public String word() {
    return word;
  }
}
