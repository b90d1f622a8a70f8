package io.pharos.sandbox.service.iam;

/** A policy that AWS would not take; the message is AWS's. */
public final class MalformedPolicy extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedPolicy(String message) {
    super(message);
  }
}
