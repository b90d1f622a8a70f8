package io.pharos.recovery.function;

import java.util.Locale;

/** One thing that a failover needs, and how it was found. */
record ReadinessCheck(String name, State state, String detail) {

  enum State {
    OK,
    /** Worth knowing; a failover would succeed all the same. */
    WARNS,
    /** A failover would fail, wait, or lose too much. */
    FAILS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  static ReadinessCheck ok(String name, String detail) {
    return new ReadinessCheck(name, State.OK, detail);
  }

  static ReadinessCheck warns(String name, String detail) {
    return new ReadinessCheck(name, State.WARNS, detail);
  }

  static ReadinessCheck fails(String name, String detail) {
    return new ReadinessCheck(name, State.FAILS, detail);
  }

  boolean failing() {
    return state == State.FAILS;
  }

  @Override
  public String toString() {
    return name + ": " + detail;
  }
}
