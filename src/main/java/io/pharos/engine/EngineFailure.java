package io.pharos.engine;

/** Pulumi could not do what it was asked to; the message is for people and holds no secret. */
public final class EngineFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
