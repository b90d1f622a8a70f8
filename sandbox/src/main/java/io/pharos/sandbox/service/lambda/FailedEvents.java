package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;

/**
 * Hands events that a function could not handle to its queue or topic, with the function's role.
 */
final class FailedEvents {
  private final World world;

  FailedEvents(World world) {
    this.world = world;
  }

  void send(Resource function, String targetArn, String body) {
    throw new UnsupportedOperationException(
        "the sandbox has no queue yet for "
            + function
            + " in "
            + world
            + " at "
            + targetArn
            + body);
  }
}
