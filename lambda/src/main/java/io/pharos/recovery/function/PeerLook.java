package io.pharos.recovery.function;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A look at the peer that may be in vain.
 *
 * @param answers whether the beacon reaches the peer: one that is lost is not waited for
 */
record PeerLook(boolean answers) {

  /** What the peer says; nothing when it does not answer. */
  <T> Optional<T> ask(Supplier<T> question) {
    if (!answers) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.get());
    } catch (SdkException e) {
      if (AwsErrors.classified(e) instanceof Unavailable) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
