package io.pharos.sandbox.service.app;

/** A process that listens on a port. */
@FunctionalInterface
public interface Endpoint {
  HttpReply answer(HttpRequest request);
}
