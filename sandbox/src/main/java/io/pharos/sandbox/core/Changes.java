package io.pharos.sandbox.core;

/** How often something has changed. */
public final class Changes {
  private long count;
  private long copied;

  Changes() {}

  void add() {
    count++;
  }

  public long count() {
    return count;
  }

  /** What has happened so far made it what it was copied from. */
  void asCopied() {
    copied = count;
  }

  /** Whether nothing has happened since it was copied. */
  boolean none() {
    return count == copied;
  }
}
