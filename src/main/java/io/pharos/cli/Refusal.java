package io.pharos.cli;

/** A command is refused before anything has happened; the message says how to go on. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }
}
