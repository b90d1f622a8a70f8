package io.pharos.world;

import java.time.Duration;
import java.util.Optional;

/**
 * Names and requests, as a user's machine does them: the answer of a name may be kept as long as it
 * says.
 */
public interface Web {

  /** Where a name leads, and for how long the answer may be kept. */
  record Address(String host, Duration timeToLive) {}

  /**
   * @param region which Region answered
   */
  record Reply(int status, String body, String region) {}

  /** Nobody answered; the message says why. */
  final class NoReply extends Exception {
    private static final long serialVersionUID = 1L;

    public NoReply(String message) {
      super(message, null, false, false);
    }
  }

  Optional<Address> resolve(String name);

  /** A request for {@code name} sent to an address that was resolved before. */
  Reply send(Address address, String scheme, String name, String method, String path)
      throws NoReply;
}
