package io.pharos.sandbox.core;

/** How often something has changed. */
public final class Changes {
  private long count;

  Changes() {}

  void add() {
    count++;
  }

  public long count() {
    return count;
  }
}
