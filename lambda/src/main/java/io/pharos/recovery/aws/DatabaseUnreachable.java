package io.pharos.recovery.aws;

/** A database could not be used; the message says why and never holds a credential. */
public final class DatabaseUnreachable extends Exception {
  private static final long serialVersionUID = 1L;

  public DatabaseUnreachable(String message) {
    super(message);
  }
}
