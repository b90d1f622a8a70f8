package io.pharos.recovery.aws;

/**
 * Nobody answered at a URL; the message says why (name, connection, timeout), and where does not
 * matter.
 */
public final class WebUnreachable extends Exception {
  private static final long serialVersionUID = 1L;

  public WebUnreachable(String message) {
    super(message, null, false, false);
  }
}
