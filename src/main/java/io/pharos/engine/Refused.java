package io.pharos.engine;

/** Something is not done because a check says no; the message says why and how to go on. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refused(String message) {
    super(message);
  }
}
