package io.pharos.sandbox.service;

/**
 * A database did not do what a session asked for; the message is what the client would log. Where
 * it was thrown says nothing more, and simulated users meet it every second.
 */
public final class DatabaseRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public DatabaseRefused(String message) {
    super(message, null, false, false);
  }
}
