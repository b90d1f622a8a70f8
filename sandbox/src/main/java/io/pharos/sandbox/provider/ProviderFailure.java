package io.pharos.sandbox.provider;

/** What the provider tells the engine when it cannot do something. */
final class ProviderFailure extends RuntimeException {
  ProviderFailure(String message) {
    super(message);
  }

  ProviderFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
